// SPDX-License-Identifier: Apache-2.0
// The list of traces.

import {copyButton, h, line, visible} from './dom.js';
import {clock, count, duration, hue, plural} from './format.js';
import {poll, post} from './api.js';
import {Rows} from './rows.js';
import {Scatter} from './scatter.js';

const ROW = 28;
const LIMIT = 1000;
const MAX_PICKED = 100;
const ORDERS = [['newest', 'Newest first'], ['longest', 'Longest first'], ['errors', 'Most errors first'],
  ['spans', 'Most spans first']];

const REASONS = {
  queue_full: 'buffers were full', load_shed: 'shed under load', refused: 'refused by the receiver',
  rejected: 'rejected by the receiver', shutdown: 'not sent before the end', error: 'internal errors',
};

export class TracesView {
  constructor(content, frame, filter, parameters) {
    this.content = content;
    this.frame = frame;
    this.filter = filter;
    this.traces = [];
    this.selected = 0;
    this.order = parameters.get('order') || 'newest';
    const query = new URLSearchParams(filter);
    query.set('order', this.order);
    query.set('limit', LIMIT);
    this.build();
    this.poll = poll('api/traces?' + query, answer => this.show(answer), error => frame.fail(error), 1500,
      frame.isLive);
  }

  build() {
    const chart = h('div', {class: 'scatter'});
    this.summary = h('span', {class: 'summary', role: 'status'});
    this.drops = h('span', {class: 'drops'});
    this.wipe = h('button', {type: 'button', class: 'quiet', onclick: () => this.clear()}, 'Clear all');
    this.orders = h('select', {'aria-label': 'Order', onchange: () => this.reorder()},
      ORDERS.map(([value, text]) => h('option', {value, selected: value === this.order}, text)));
    this.box = h('div', {
      class: 'table list', role: 'grid', tabindex: 0, 'aria-label': 'Traces', onkeydown: event => this.key(event),
    }, h('div', {class: 'head', role: 'row'},
      ['Start', 'Operation', 'Duration', 'Spans', 'Errors'].map(
        (name, i) => h('span', {role: 'columnheader', class: 'c' + i}, name))));
    this.scatter = new Scatter(chart, trace => this.open(trace), traces => this.pick(traces));
    this.list = h('div', {class: 'view', hidden: true}, chart,
      h('div', {class: 'bar'}, this.summary, this.drops, h('span', {class: 'space'}),
        h('a', {class: 'quiet', href: this.frame.address('flame', this.filter)}, 'Flame graph of these'),
        this.wipe, this.orders),
      this.box);
    this.empty = h('div', {class: 'empty', hidden: true});
    this.content.append(this.list, this.empty);
    this.rows = new Rows(this.box, ROW, index => this.row(index));
  }

  show(answer) {
    this.frame.memory(answer.memory);
    const none = answer.memory.traces === 0;
    this.empty.hidden = !none;
    this.list.hidden = none;
    if (none) {
      this.showEmpty(answer.agent);
      this.traces = [];
      this.rows.show(0);
      return;
    }
    const anchor = this.box.scrollTop > 0 ? this.traces[Math.floor(this.box.scrollTop / ROW)] : null;
    const chosen = this.traces[this.selected];
    this.traces = answer.traces;
    const durations = answer.traces.map(trace => trace.duration).sort((one, other) => one - other);
    this.longest = Math.max(1, durations[Math.floor(durations.length * .95)] || 1); // one giant does not hide the rest
    if (chosen && this.selected > 0) {
      this.selected = Math.max(0, this.traces.findIndex(trace => trace.id === chosen.id));
    }
    this.summary.textContent = answer.matched > this.traces.length
      ? 'The first ' + count(this.traces.length) + ' of ' + plural(answer.matched, 'trace')
      : plural(answer.matched, 'trace') + (this.filter.toString() === '' ? '' : ' match' + (answer.matched === 1 ? 'es' : ''));
    this.showDrops(answer.dropped);
    this.scatter.show(this.traces);
    this.box.setAttribute('aria-rowcount', this.traces.length + 1);
    this.rows.show(this.traces.length);
    const moved = anchor ? this.traces.findIndex(trace => trace.id === anchor.id) : -1;
    if (moved >= 0) {
      this.box.scrollTop = moved * ROW + this.box.scrollTop % ROW;
    }
  }

  showDrops(dropped) {
    const reasons = Object.entries(dropped);
    const sum = reasons.reduce((total, entry) => total + entry[1], 0);
    this.drops.hidden = sum === 0;
    this.drops.textContent = 'The senders dropped ' + plural(sum, 'span') + ': '
      + reasons.map(([reason, n]) => (REASONS[reason] || line(reason)) + ' ' + count(n)).join(', ');
  }

  row(index) {
    const trace = this.traces[index];
    const others = trace.others ? trace.others.map(line).join(', ') : '';
    return h('a', {
      class: 'row' + (index === this.selected ? ' selected' : '') + (trace.errors ? ' bad' : ''),
      href: '#/trace/' + trace.id, id: 'trace-' + trace.id, role: 'row', tabindex: -1, 'aria-rowindex': index + 2,
    },
    h('span', {role: 'gridcell', class: 'c0 num'}, clock(trace.start)),
    h('span', {role: 'gridcell', class: 'c1'},
      h('span', {class: 'service', style: {'--hue': hue(trace.service)}}, line(trace.service)),
      h('b', null, line(trace.name)),
      trace.incomplete ? h('i', {title: 'The span at the top has not arrived'}, 'no root') : null,
      others ? h('i', {title: others}, '+ ' + others) : null),
    h('span', {role: 'gridcell', class: 'c2 num'},
      h('span', {class: 'share', style: {width: Math.min(100, Math.max(1, 100 * trace.duration / this.longest)) + '%'}}),
      h('span', null, duration(trace.duration))),
    h('span', {role: 'gridcell', class: 'c3 num'}, count(trace.spans)),
    h('span', {role: 'gridcell', class: 'c4 num'}, trace.errors ? count(trace.errors) : ''));
  }

  showEmpty(agent) {
    const jar = /^[\w./:-]+$/.test(agent) ? agent : "'" + agent.replace(/'/g, "'\\''") + "'";
    const command = 'java -javaagent:' + jar + " \\\n     -Dfasttelemetry.methods='com.acme.Cart[checkout]' \\\n"
      + '     -Dfasttelemetry.endpoint=' + location.origin + ' \\\n     -jar app.jar';
    const others = 'OTEL_EXPORTER_OTLP_ENDPOINT=' + location.origin + '\nOTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf';
    this.empty.replaceChildren(
      h('h1', null, 'Waiting for the first trace'),
      h('p', null, 'Start your application like this, with the methods that you want to see:'),
      h('pre', {class: 'command'}, visible(command)), copyButton('Copy', () => command),
      h('p', null, 'Any other sender of OTLP over HTTP, such as an OpenTelemetry SDK or Collector:'),
      h('pre', {class: 'command'}, others), copyButton('Copy', () => others),
      h('p', {class: 'muted'}, 'This page shows a trace within two seconds of its arrival.'));
  }

  open(trace) {
    location.hash = '#/trace/' + trace.id;
  }

  pick(traces) {
    const filter = new URLSearchParams(this.filter);
    filter.delete('trace');
    traces.slice(0, MAX_PICKED).forEach(trace => filter.append('trace', trace.id));
    this.frame.go('traces', filter);
  }

  reorder() {
    const parameters = new URLSearchParams(this.filter);
    parameters.set('order', this.orders.value);
    this.frame.go('traces', parameters);
  }

  /** The first click asks, the second one does it. */
  async clear() {
    const ask = 'Drop all traces?';
    if (this.wipe.textContent !== ask) {
      this.wipe.textContent = ask;
      setTimeout(() => (this.wipe.textContent = 'Clear all'), 3000);
      return;
    }
    this.wipe.textContent = 'Clear all';
    try {
      await post('api/clear');
      this.poll.now();
    } catch (error) {
      this.frame.fail(error);
    }
  }

  key(event) {
    const page = Math.max(1, Math.floor(this.box.clientHeight / ROW) - 1);
    const steps = {ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -1e9, End: 1e9};
    if (steps[event.key] !== undefined && this.traces.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      this.selected = Math.max(0, Math.min(this.traces.length - 1, this.selected + steps[event.key]));
      this.rows.reveal(this.selected);
      this.box.setAttribute('aria-activedescendant', 'trace-' + this.traces[this.selected].id);
    } else if (event.key === 'Enter' && event.target === this.box && this.traces.length > 0) {
      this.open(this.traces[this.selected]);
    }
  }

  refresh() {
    this.poll.now();
  }

  close() {
    this.poll.stop();
    this.rows.close();
    this.scatter.close();
  }
}
