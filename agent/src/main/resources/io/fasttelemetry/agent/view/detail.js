// SPDX-License-Identifier: Apache-2.0
// Everything about one span.

import {copyButton, h, visible} from './dom.js';
import {condition, count, duration, instant} from './format.js';
import {get} from './api.js';

const LONG = 4000; // characters that are shown at once
const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];

export class Detail {
  constructor(box, traceId, trace, close, zoom) {
    Object.assign(this, {box, traceId, trace, close, zoom});
    this.turn = 0;
  }

  async show(spanId, self, path) {
    const turn = ++this.turn;
    let span;
    try {
      span = await get('api/traces/' + this.traceId + '/spans/' + spanId);
    } catch (error) {
      this.box.replaceChildren(h('p', {class: 'muted'}, 'This span is ' + error.message));
      return;
    }
    if (turn === this.turn) {
      this.draw(span, self, path);
    }
  }

  draw(span, self, path) {
    const zero = BigInt(this.trace.startNanos);
    const offset = Number(BigInt(span.startNanos) - zero);
    const length = Number(BigInt(span.endNanos) - BigInt(span.startNanos));
    const slower = new URLSearchParams({service: span.service, operation: span.name, min: condition(length)});
    const same = new URLSearchParams({service: span.service, operation: span.name});
    const failed = span.status === 2;
    const exceptions = span.events.filter(event => event.name === 'exception');
    const events = span.events.filter(event => event.name !== 'exception');
    this.box.replaceChildren(h('div', null,
      h('div', {class: 'detailhead'}, h('h2', null, long(span.name)),
        h('button', {type: 'button', class: 'quiet', title: 'Esc', 'aria-label': 'Close details', onclick: this.close}, '✕')),
      pairs([
        ['Service', span.service], ['Duration', duration(length)], ['Self time', duration(self)],
        ['On the critical path', path > 0 ? duration(path) : 'no'],
        ['Starts at', '+ ' + duration(offset)], ['Time', instant(Number(BigInt(span.startNanos) / 1000n) / 1000)],
        ['Kind', KINDS[span.kind]],
        ['Status', failed ? 'error' + (span.statusMessage ? ': ' + span.statusMessage : '') : span.status === 1 ? 'ok' : ''],
        ['Span id', span.id], ['Parent', span.parent], ['Trace state', span.traceState],
      ], failed),
      h('p', {class: 'actions'},
        h('a', {class: 'quiet', href: '#/traces?' + same}, 'All calls'),
        h('a', {class: 'quiet', href: '#/traces?' + slower + '&order=longest'}, 'As slow or slower'),
        h('button', {type: 'button', class: 'quiet', title: 'z', onclick: this.zoom}, 'Zoom')),
      exceptions.map(event => exception(event)),
      section('Attributes', span.attributes),
      events.length > 0 ? h('section', null, h('h3', null, 'Events'), events.map(event => h('div', {class: 'eventitem'},
        h('p', null, h('code', null, '+ ' + duration(event.offset)), ' ', long(event.name)), attributes(event.attributes)))) : null,
      span.links.length > 0 ? h('section', null, h('h3', null, 'Links'), span.links.map(link => h('div', {class: 'eventitem'},
        h('a', {href: '#/trace/' + link.trace + '?span=' + link.span}, h('code', null, link.trace + ' / ' + link.span)),
        attributes(link.attributes)))) : null,
      section('Resource', span.resource),
      span.scope || span.scopeAttributes.length > 0 ? h('section', null, h('h3', null, 'Scope'),
        h('p', {class: 'muted'}, visible(span.scope + ' ' + span.scopeVersion)), attributes(span.scopeAttributes)) : null));
    this.box.scrollTop = 0;
  }
}

function pairs(entries, failed) {
  return h('dl', null, entries.filter(entry => entry[1]).map(([key, value]) => [
    h('dt', null, key), h('dd', {class: failed && key === 'Status' ? 'error' : null}, long(value))]));
}

function section(title, list) {
  return list.length === 0 ? null : h('section', null, h('h3', null, title), attributes(list));
}

function attributes(list) {
  return h('dl', null, list.map(({key, value}) => {
    const text = plain(value);
    return [h('dt', {title: key.slice(0, 300)}, long(key)), h('dd', null, long(text), key.length + text.length < 300
      ? h('a', {class: 'find', title: 'Traces with this attribute', 'aria-label': 'Traces with this attribute',
        href: '#/traces?' + new URLSearchParams({attribute: key + '=' + text})}, '⌕') : null)];
  }));
}

function exception(event) {
  const value = key => {
    const found = event.attributes.find(attribute => attribute.key === key);
    return found ? plain(found.value) : '';
  };
  const stack = value('exception.stacktrace');
  const rest = event.attributes.filter(({key}) => !/^exception\.(type|message|stacktrace)$/.test(key));
  return h('section', {class: 'exception'},
    h('h3', null, 'Exception'),
    h('p', {class: 'error'}, long(value('exception.type'))),
    h('p', null, long(value('exception.message'))),
    stack ? h('details', {open: true}, h('summary', null, 'Stack trace'), long(stack, true),
      copyButton('Copy', () => stack)) : null,
    rest.length > 0 ? attributes(rest) : null);
}

/** The text of an OTLP value. */
function plain(value) {
  return typeof value === 'object' && value !== null ? text(value) : '';
}

function text(value) {
  if ('stringValue' in value) {
    return value.stringValue;
  }
  if ('arrayValue' in value) {
    return '[' + (value.arrayValue.values || []).map(text).join(', ') + ']';
  }
  if ('kvlistValue' in value) {
    return '{' + (value.kvlistValue.values || []).map(pair => pair.key + ': ' + text(pair.value || {})).join(', ') + '}';
  }
  const found = Object.values(value)[0];
  return found === undefined ? '' : String(found);
}

/** A text, of which only the beginning is shown at first if it is long. */
function long(value, stack) {
  const whole = String(value);
  const cut = whole.length > LONG ? LONG : whole.length;
  const box = h('span', {class: stack ? 'stack value' : 'value', dir: 'auto'}, visible(whole.slice(0, cut)));
  if (cut < whole.length) {
    const more = h('span', null, '… ', h('button', {type: 'button', class: 'quiet', onclick: () => {
      box.textContent = visible(whole);
      box.classList.add('whole');
      more.remove();
    }}, 'Show all ' + count(whole.length) + ' characters'));
    return [box, more];
  }
  return box;
}
