// SPDX-License-Identifier: Apache-2.0
// Traces that match, merged by call path.

import {h, line} from './dom.js';
import {count, duration, hue, plural} from './format.js';
import {poll} from './api.js';

const ROW = 20;
const NARROW = .0015; // parts of the width that are not drawn

export class FlameView {
  constructor(content, frame, filter) {
    this.frame = frame;
    this.filter = filter;
    this.summary = h('span', {class: 'summary', role: 'status'});
    this.reset = h('button', {type: 'button', class: 'quiet', hidden: true, onclick: () => this.zoom(null)}, 'Whole graph');
    this.text = h('p', {class: 'flametext muted', 'aria-live': 'polite'},
      'Point at a path for its figures, click it to zoom in; arrow keys move.');
    this.graph = h('div', {
      class: 'flame', role: 'tree', 'aria-label': 'Call paths', onkeydown: event => this.move(event),
      onclick: event => this.click(event), onfocusin: event => this.describe(event),
      onpointerover: event => this.describe(event),
    });
    content.append(h('div', {class: 'view'},
      h('div', {class: 'bar'}, this.summary, h('span', {class: 'space'}), this.reset), this.text,
      h('div', {class: 'scroll'}, this.graph)));
    this.poll = poll('api/flame?' + filter, answer => this.show(answer), error => frame.fail(error), 5000, frame.isLive);
  }

  show(answer) {
    this.frame.memory(answer.memory);
    const keep = this.root ? this.path(this.root) : null;
    this.total = answer.total;
    this.nodes = [];
    const open = [];
    for (const [depth, service, name, calls, errors, total, self] of answer.paths) {
      open.length = depth;
      const parent = depth > 0 ? open[depth - 1] : null;
      const node = {depth, service, name, calls, errors, total, self, parent, children: []};
      (parent ? parent.children : this.nodes).push(node);
      open.push(node);
    }
    this.services = new Set(answer.paths.map(path => path[1])).size;
    this.summary.textContent = plural(answer.traces, 'trace') + (this.filter.toString() === '' ? '' : ' that match')
      + ', ' + duration(answer.total) + ' in all' + (answer.cut ? '; the smallest paths are left out' : '');
    this.root = keep ? this.find(keep) : null;
    this.draw();
  }

  path(node) {
    return node ? [...this.path(node.parent), node.service + '\n' + node.name] : [];
  }

  find(path) {
    let nodes = this.nodes;
    let node = null;
    for (const step of path) {
      node = nodes.find(child => child.service + '\n' + child.name === step);
      if (!node) {
        return null;
      }
      nodes = node.children;
    }
    return node;
  }

  draw() {
    const had = this.graph.contains(document.activeElement);
    const frames = [];
    const whole = this.root ? this.root.total : this.total;
    const above = [];
    for (let up = this.root && this.root.parent; up; up = up.parent) {
      above.unshift(up);
    }
    above.forEach((node, i) => frames.push(this.frameOf(node, 0, 1, i, true)));
    let depth = above.length;
    const place = (nodes, left, row) => {
      let at = left;
      for (const node of nodes) {
        const width = node.total / whole;
        if (width >= NARROW) {
          frames.push(this.frameOf(node, at, Math.min(width, 1 - at), row, false));
          depth = Math.max(depth, row + 1);
          place(node.children, at, row + 1);
        }
        at += width;
      }
    };
    place(this.root ? [this.root] : this.nodes, 0, above.length);
    this.graph.style.height = depth * ROW + 'px';
    this.graph.replaceChildren(...frames);
    this.reset.hidden = !this.root;
    const first = this.graph.children[above.length];
    if (first) {
      first.tabIndex = 0;
      if (had) {
        first.focus();
      }
    } else {
      this.graph.append(h('p', {class: 'muted none'}, 'No traces match.'));
    }
  }

  frameOf(node, left, width, row, faded) {
    const element = h('button', {
      type: 'button', role: 'treeitem', tabindex: -1, 'aria-level': row + 1,
      'aria-label': line(node.name) + ', ' + duration(node.total) + ', ' + plural(node.calls, 'call'),
      class: (faded ? 'faded' : '') + (node.errors ? ' bad' : ''),
      style: {
        left: left * 100 + '%', width: width * 100 + '%', top: row * ROW + 'px',
        '--hue': this.services > 1 ? hue(node.service) : null, '--part': node.total > 0 ? node.self / node.total : 0,
      },
    }, width > .02 ? line(node.name) : '');
    if (this.services > 1) {
      element.classList.add('many');
    }
    element.node = node;
    node.element = element;
    return element;
  }

  describe(event) {
    const node = event.target.node;
    if (node) {
      this.text.classList.remove('muted');
      this.text.replaceChildren(
        h('span', {class: 'service', style: {'--hue': hue(node.service)}}, line(node.service)), h('b', null, line(node.name)),
        ' ' + duration(node.total) + ' (' + (100 * node.total / this.total).toFixed(1) + ' %), self ' + duration(node.self)
        + ', ' + plural(node.calls, 'call') + ', ' + duration(node.total / node.calls) + ' on average'
        + (node.errors ? ', ' + plural(node.errors, 'error') : '') + ' ',
        h('a', {href: this.frame.address('traces', this.tracesOf(node))}, 'Traces'));
    }
  }

  tracesOf(node) {
    const parameters = new URLSearchParams(this.filter);
    parameters.set('service', node.service);
    parameters.set('operation', node.name);
    return parameters;
  }

  click(event) {
    if (event.target.node) {
      this.zoom(event.target.node === this.root ? this.root.parent : event.target.node);
    }
  }

  zoom(node) {
    this.root = node && (node.parent || this.nodes.length > 1 || node.children.length) ? node : null;
    this.draw();
  }

  move(event) {
    const node = event.target.node;
    if (!node) {
      return;
    }
    const siblings = node.parent ? node.parent.children : this.nodes;
    const at = siblings.indexOf(node);
    const next = {
      ArrowDown: node.children[0], ArrowUp: node.parent, ArrowRight: siblings[at + 1], ArrowLeft: siblings[at - 1],
    }[event.key];
    if (event.key === 'Escape') {
      this.zoom(null);
    } else if (next && next.element && next.element.isConnected) {
      next.element.focus();
    } else if (!event.key.startsWith('Arrow')) {
      return;
    }
    event.preventDefault();
  }

  refresh() {
    this.poll.now();
  }

  close() {
    this.poll.stop();
  }
}
