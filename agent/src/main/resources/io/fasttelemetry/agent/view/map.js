// SPDX-License-Identifier: Apache-2.0
// Services and the calls between them.

import {h, line, s} from './dom.js';
import {count, duration, plural} from './format.js';
import {poll} from './api.js';

const WIDTH = 172;
const HEIGHT = 44;
const GAP_X = 110;
const GAP_Y = 24;

export class MapView {
  constructor(content, frame, filter) {
    this.frame = frame;
    this.filter = filter;
    this.view = h('div', {class: 'view map scroll', tabindex: 0, role: 'region', 'aria-label': 'Services'});
    content.append(this.view);
    this.poll = poll('api/map?' + filter, answer => this.show(answer), error => frame.fail(error), 5000, frame.isLive);
  }

  show({services, calls, memory}) {
    this.frame.memory(memory);
    if (services.length < 2) {
      this.view.replaceChildren(h('div', {class: 'empty'},
        h('h1', null, services.length === 0 ? 'No traces match' : 'One service: ' + line(services[0].name)),
        h('p', null, 'The map shows who calls whom once spans of a second service arrive. Services are told apart by '
          + 'their service.name, which this agent sets with -Dfasttelemetry.service.name=…')));
      return;
    }
    this.view.replaceChildren(this.drawing(services, calls), this.table(services, calls));
  }

  /** Columns by the longest way from a service that nobody calls. */
  columns(services, calls) {
    const column = new Map(services.map(service => [service.name, 0]));
    for (let turn = 0; turn < services.length; turn++) {
      let changed = false;
      for (const {from, to} of calls) {
        if (from !== to && column.get(to) < column.get(from) + 1 && column.get(from) + 1 < services.length) {
          column.set(to, column.get(from) + 1);
          changed = true;
        }
      }
      if (!changed) {
        break;
      }
    }
    const used = [...new Set(column.values())].sort((one, other) => one - other);
    return new Map([...column].map(([name, at]) => [name, used.indexOf(at)]));
  }

  drawing(services, calls) {
    const column = this.columns(services, calls);
    const heights = [];
    const places = new Map();
    for (const service of services) {
      const x = column.get(service.name);
      heights[x] = (heights[x] || 0) + 1;
      places.set(service.name, {x, row: heights[x] - 1});
    }
    const rows = Math.max(...heights.map(height => height || 0));
    for (const place of places.values()) {
      const shift = (rows - heights[place.x]) / 2;
      place.left = 8 + place.x * (WIDTH + GAP_X);
      place.top = 8 + (place.row + shift) * (HEIGHT + GAP_Y);
    }
    const width = 16 + heights.length * (WIDTH + GAP_X) - GAP_X;
    const height = 16 + rows * (HEIGHT + GAP_Y) - GAP_Y;
    const most = Math.max(1, ...calls.map(call => call.spans));
    const svg = s('svg', {viewBox: '0 0 ' + width + ' ' + height, width, height, role: 'img',
      'aria-label': 'Services and their calls; the table below has the same'},
    s('defs', null, s('marker', {id: 'arrow', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7,
      orient: 'auto-start-reverse', markerUnits: 'userSpaceOnUse'}, s('path', {d: 'M0 0L8 4L0 8z'}))));
    for (const call of calls) {
      const from = places.get(call.from);
      const to = places.get(call.to);
      if (from && to) {
        svg.append(this.edge(call, from, to, most));
      }
    }
    for (const service of services) {
      const {left, top} = places.get(service.name);
      const name = line(service.name);
      svg.append(s('a', {href: this.frame.address('traces', new URLSearchParams({service: service.name}))},
        s('title', null, name),
        s('rect', {x: left, y: top, width: WIDTH, height: HEIGHT, rx: 5, class: service.errors ? 'node bad' : 'node'}),
        s('text', {x: left + 12, y: top + 18, class: 'nodename'}, name.length > 19 ? name.slice(0, 18) + '…' : name),
        s('text', {x: left + 12, y: top + 34, class: 'nodefacts'}, plural(service.spans, 'span')
          + (service.errors ? ', ' + plural(service.errors, 'error') : ''))));
    }
    return h('div', {class: 'drawing'}, svg);
  }

  edge(call, from, to, most) {
    const x1 = from.left + WIDTH;
    const y1 = from.top + HEIGHT / 2;
    const back = to.left <= from.left;
    const x2 = back ? to.left + WIDTH / 2 : to.left;
    const y2 = back ? to.top + HEIGHT : to.top + HEIGHT / 2;
    const d = back ? `M${x1} ${y1}C${x1 + 60} ${y1 + 60} ${x2} ${y2 + 60} ${x2} ${y2 + 2}`
      : `M${x1} ${y1}C${x1 + GAP_X / 2} ${y1} ${x2 - GAP_X / 2} ${y2} ${x2 - 2} ${y2}`;
    return s('g', {class: call.errors ? 'edge bad' : 'edge'},
      s('title', null, line(call.from) + ' → ' + line(call.to)),
      s('path', {d, 'stroke-width': 1 + 2 * call.spans / most, 'marker-end': 'url(#arrow)'}),
      s('text', {x: x1 * .4 + x2 * .6, y: y1 * .25 + y2 * .75 - 6, 'text-anchor': 'middle'}, count(call.spans)));
  }

  table(services, calls) {
    return h('table', {class: 'operations'}, h('thead', null, h('tr', null, ['From', 'To', 'Calls', 'Errors', 'Average'].map(
      (text, i) => h('th', {scope: 'col', class: i > 1 ? 'num' : 'text'}, text)))),
    h('tbody', null, calls.length === 0
      ? h('tr', null, h('td', {colspan: 5, class: 'muted none'}, 'No span has a parent of another service.'))
      : calls.map(call => h('tr', null, h('td', null, line(call.from)), h('td', null, line(call.to)),
        h('td', {class: 'num'}, count(call.spans)), h('td', {class: 'num error'}, call.errors ? count(call.errors) : ''),
        h('td', {class: 'num'}, duration(call.average))))));
  }

  refresh() {
    this.poll.now();
  }

  close() {
    this.poll.stop();
  }
}
