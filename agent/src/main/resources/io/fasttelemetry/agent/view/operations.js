// SPDX-License-Identifier: Apache-2.0
// Figures of each operation.

import {h, line, s} from './dom.js';
import {condition, count, duration, hue, plural} from './format.js';
import {poll} from './api.js';

const COLUMNS = [
  ['name', 'Operation', 'text'], ['calls', 'Calls'], ['rate', 'Per second'], ['errors', 'Errors'], ['p50', 'p50'],
  ['p95', 'p95'], ['p99', 'p99'], ['max', 'Max'], ['histogram', 'Durations', 'plain'], ['total', 'Total'],
  ['self', 'Self'],
];

export class OperationsView {
  constructor(content, frame, filter, parameters) {
    this.frame = frame;
    this.filter = filter;
    const sort = /^(\w+)-(up|down)$/.exec(parameters.get('sort') || '') || [null, 'self', 'down'];
    this.sort = sort[1];
    this.down = sort[2] === 'down';
    this.summary = h('span', {class: 'summary', role: 'status'});
    this.body = h('tbody');
    this.heads = h('tr', null, COLUMNS.map(([key, text, kind]) => h('th', {scope: 'col', class: kind || 'num', 'data-key': key},
      kind === 'plain' ? text : h('button', {type: 'button', onclick: () => this.by(key)}, text))));
    content.append(h('div', {class: 'view'},
      h('div', {class: 'bar'}, this.summary),
      h('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Operations'},
        h('table', {class: 'operations'}, h('thead', null, this.heads), this.body))));
    this.poll = poll('api/operations?' + filter, answer => this.show(answer), error => frame.fail(error), 3000,
      frame.isLive);
  }

  by(key) {
    this.down = this.sort === key ? !this.down : key !== 'name';
    this.sort = key;
    const parameters = new URLSearchParams(this.filter);
    parameters.set('sort', key + (this.down ? '-down' : '-up'));
    history.replaceState(null, '', this.frame.address('operations', parameters));
    this.draw();
  }

  show(answer) {
    this.frame.memory(answer.memory);
    this.operations = answer.operations;
    for (const operation of this.operations) {
      operation.rate = answer.seconds > 0 ? operation.calls / answer.seconds : 0;
    }
    this.summary.textContent = plural(answer.count, 'operation') + ' in '
      + duration(answer.seconds * 1e9) + (this.filter.toString() === '' ? '' : ' of the traces that match');
    this.draw();
  }

  draw() {
    const direction = this.down ? -1 : 1;
    const sort = this.sort;
    const sorted = [...this.operations].sort((one, other) => direction * (sort === 'name'
      ? (one.service + one.name).localeCompare(other.service + other.name) : one[sort] - other[sort]));
    for (const head of this.heads.children) {
      head.setAttribute('aria-sort', head.dataset.key === sort ? (this.down ? 'descending' : 'ascending') : 'none');
    }
    const most = this.operations.reduce((max, operation) => Math.max(max, operation.self), 1);
    const all = this.operations.reduce((sum, operation) => sum + operation.self, 0) || 1;
    this.body.replaceChildren(...sorted.map(operation => this.row(operation, most, all)));
    if (sorted.length === 0) {
      this.body.append(h('tr', null, h('td', {colspan: COLUMNS.length, class: 'muted none'}, 'No spans match.')));
    }
  }

  row(operation, most, all) {
    const link = (more, text, title) => {
      const parameters = new URLSearchParams(this.filter);
      parameters.set('service', operation.service);
      parameters.set('operation', operation.name);
      for (const [key, value] of Object.entries(more)) {
        parameters.set(key, value);
      }
      return h('a', {href: this.frame.address('traces', parameters), title}, text);
    };
    const slow = nanos => link({min: condition(nanos), order: 'longest'}, duration(nanos), 'Traces with calls as slow as this');
    return h('tr', {class: operation.errors ? 'bad' : null},
      h('th', {scope: 'row'}, h('span', {class: 'service', style: {'--hue': hue(operation.service)}}, line(operation.service)),
        link({}, line(operation.name), operation.name)),
      h('td', {class: 'num'}, count(operation.calls)),
      h('td', {class: 'num'}, operation.rate >= 100 ? count(Math.round(operation.rate)) : operation.rate.toFixed(operation.rate < 1 ? 2 : 1)),
      h('td', {class: 'num error'}, operation.errors ? link({error: 'true'}, count(operation.errors), 'Traces with such an error') : ''),
      h('td', {class: 'num'}, duration(operation.p50)),
      h('td', {class: 'num'}, slow(operation.p95)),
      h('td', {class: 'num'}, slow(operation.p99)),
      h('td', {class: 'num'}, slow(operation.max)),
      h('td', {class: 'histogram'}, histogram(operation)),
      h('td', {class: 'num'}, duration(operation.total)),
      h('td', {class: 'num self'},
        h('span', {class: 'share', style: {width: 100 * operation.self / most + '%'}}),
        h('span', {title: (100 * operation.self / all).toFixed(1) + ' % of all self time'}, duration(operation.self))));
  }

  refresh() {
    this.poll.now();
  }

  close() {
    this.poll.stop();
  }
}

function histogram(operation) {
  const bins = operation.histogram;
  const top = Math.max(...bins);
  const label = plural(operation.calls, 'call') + ' from ' + duration(operation.min) + ' to ' + duration(operation.max)
    + ', logarithmic';
  return s('svg', {viewBox: '0 0 ' + bins.length * 4 + ' 18', role: 'img', 'aria-label': label, width: 96, height: 18},
    s('title', null, label),
    bins.map((n, i) => n === 0 ? null : s('rect', {
      x: i * 4, width: 3, y: 18 - Math.max(1.5, 18 * n / top), height: Math.max(1.5, 18 * n / top),
    })));
}
