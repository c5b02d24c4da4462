// SPDX-License-Identifier: Apache-2.0
// The frame of the page: which view is shown, for which filter. All of that is in the address.

import {h, isTyping} from './dom.js';
import {count, plural} from './format.js';
import {FilterForm, only} from './filter.js';
import {TracesView} from './traces.js';
import {TraceView} from './trace.js';
import {OperationsView} from './operations.js';
import {FlameView} from './flame.js';
import {MapView} from './map.js';

const VIEWS = [
  ['traces', 'Traces', TracesView],
  ['operations', 'Operations', OperationsView],
  ['flame', 'Flame graph', FlameView],
  ['map', 'Services', MapView],
];

const content = document.getElementById('content');
const live = document.getElementById('live');
const notice = document.getElementById('notice');
let view = null;
let route = null;

/** What views may ask of the frame. */
const frame = {
  isLive: () => live.getAttribute('aria-pressed') === 'true',
  go(name, parameters) {
    location.hash = address(name, parameters);
  },
  address,
  fail(error) {
    notice.hidden = error === null;
    notice.textContent = error === null ? '' : 'The viewer does not answer: ' + error.message;
  },
  memory: showMemory,
};

function address(name, parameters) {
  const text = parameters.toString();
  return '#/' + name + (text === '' ? '' : '?' + text);
}

const form = new FilterForm(document.getElementById('filter'), filter => frame.go(route.name, filter));

function parse() {
  const hash = location.hash.replace(/^#\/?/, '');
  const question = hash.indexOf('?');
  const path = (question < 0 ? hash : hash.slice(0, question)).split('/');
  return {
    name: path[0] || 'traces',
    rest: path.slice(1),
    parameters: new URLSearchParams(question < 0 ? '' : hash.slice(question + 1)),
  };
}

function show() {
  const next = parse();
  if (view && view.takes && view.takes(next)) {
    route = next;
    return;
  }
  if (view) {
    view.close();
  }
  route = next;
  const filter = only(route.parameters);
  const one = route.name === 'trace';
  const found = VIEWS.find(entry => entry[0] === route.name) || VIEWS[0];
  document.getElementById('filter').hidden = one;
  document.getElementById('nav').replaceChildren(...VIEWS.map(([name, label]) => h('a', {
    href: address(name, one ? new URLSearchParams() : filter),
    'aria-current': !one && found[0] === name ? 'page' : null,
  }, label)));
  document.title = (one ? 'Trace' : found[1]) + ' · fast-telemetry';
  content.replaceChildren();
  content.className = 'page-' + (one ? 'trace' : found[0]);
  if (one) {
    view = new TraceView(content, frame, route.rest[0] || '', route.parameters);
  } else {
    form.show(filter);
    view = new found[2](content, frame, filter, route.parameters);
  }
}

function showMemory(memory) {
  const part = Math.max(memory.spans / memory.maxSpans, memory.bytes / memory.maxBytes);
  const gone = memory.evictedTraces > 0 ? ', ' + plural(memory.evictedTraces, 'older trace') + ' made way' : '';
  const text = [plural(memory.traces, 'trace'), plural(memory.spans, 'span')].join(', ') + gone;
  const details = 'Room for ' + count(memory.maxSpans) + ' spans; the oldest traces make way. Received '
    + plural(memory.received, 'span') + (memory.evictedSpans ? ', ' + count(memory.evictedSpans) + ' made way' : '')
    + (memory.duplicates ? ', ' + count(memory.duplicates) + ' were sent twice' : '')
    + (memory.tooMany ? ', ' + count(memory.tooMany) + ' of a trace larger than the memory' : '')
    + (memory.invalid ? '; ' + count(memory.invalid) + ' more had no valid id' : '');
  document.getElementById('memory').replaceChildren(
    h('span', {title: details}, text),
    h('meter', {value: part, max: 1, 'aria-label': 'Memory used', title: Math.round(part * 100) + ' % of memory'}));
}

live.addEventListener('click', () => {
  live.setAttribute('aria-pressed', String(!frame.isLive()));
  if (view.refresh && frame.isLive()) {
    view.refresh();
  }
});

document.addEventListener('keydown', event => {
  if (isTyping(event)) {
    return;
  }
  if (event.key === '/' && route.name !== 'trace') {
    event.preventDefault();
    document.getElementById('f-text').focus();
  } else if (event.key === 'l') {
    live.click();
  } else if (view.key) {
    view.key(event);
  }
});

addEventListener('hashchange', () => {
  if (location.hash === '#content') {
    history.replaceState(null, '', '#/' + route.name);
    content.focus();
  } else {
    show();
  }
});
form.names();
show();
