// SPDX-License-Identifier: Apache-2.0
// One trace as a waterfall.

import {copyButton, h, line} from './dom.js';
import {duration, hue, instant, plural} from './format.js';
import {get} from './api.js';
import {Rows} from './rows.js';
import {Detail} from './detail.js';
import {DEPTH, DURATION, ID, NAME, ORPHAN, PARENT, PATH, SELF, SERVICE, START, rowElement, rulerMarks} from './waterfall.js';

const ROW = 24;
const YOUNG = 60e3; // milliseconds after its end in which a trace may get more spans

export class TraceView {
  constructor(content, frame, id, parameters) {
    this.content = content;
    this.frame = frame;
    this.id = id;
    this.wanted = parameters.get('span');
    this.collapsed = new Set();
    this.found = null;
    this.selected = -1;
    this.load();
  }

  async load() {
    this.content.replaceChildren(h('p', {class: 'empty', role: 'status'}, 'Loading…'));
    try {
      this.trace = await get('api/traces/' + encodeURIComponent(this.id));
      get('api/memory').then(answer => this.frame.memory(answer.memory), () => {});
      this.frame.fail(null);
    } catch (error) {
      this.content.replaceChildren(h('div', {class: 'empty'}, h('h1', null, 'This trace is ' + error.message),
        h('p', null, 'The oldest traces make way when memory is full. ', h('a', {href: '#/traces'}, 'All traces'))));
      return;
    }
    if (!this.closed) {
      this.prepare();
      this.build();
      this.layout();
      const at = this.wanted ? this.all.findIndex(row => row[ID] === this.wanted) : -1;
      if (at >= 0) {
        this.goTo(at, true);
      } else {
        this.select(0, false);
      }
      if (document.activeElement === document.body || this.content.contains(document.activeElement)) {
        this.box.focus({preventScroll: true}); // arrow keys work at once
      }
      this.refreshLater();
    }
  }

  /** Takes spans in that arrive later, as long as the trace is young. */
  refreshLater() {
    const end = this.trace.start + this.trace.duration / 1e6;
    if (this.closed || Date.now() - end > YOUNG) {
      return;
    }
    this.refreshTimer = setTimeout(async () => {
      try {
        const trace = this.frame.isLive() && !document.hidden ? await get('api/traces/' + this.id) : this.trace;
        if (!this.closed && trace.rows.length !== this.trace.rows.length) {
          this.replace(trace);
        }
      } catch {
        // it has made way; what is shown stays
      }
      this.refreshLater();
    }, 2000);
  }

  /** Shows another state of the trace, as it is scrolled, collapsed and selected. */
  replace(trace) {
    const shut = new Set([...this.collapsed].map(i => this.all[i][ID]));
    const selected = this.all[this.selected][ID];
    const {scrollTop} = this.box;
    const text = this.search.value;
    const path = this.onlyPath.getAttribute('aria-pressed');
    const detail = !this.side.hidden;
    const focused = this.box.contains(document.activeElement);
    this.rows.close();
    this.trace = trace;
    this.way = null;
    this.prepare();
    this.collapsed = new Set(this.all.flatMap((row, i) => shut.has(row[ID]) ? [i] : []));
    this.build();
    this.search.value = text;
    this.onlyPath.setAttribute('aria-pressed', path);
    this.layout();
    this.select(Math.max(0, this.all.findIndex(row => row[ID] === selected)), detail);
    this.box.scrollTop = scrollTop;
    if (focused) {
      this.box.focus();
    }
    if (text !== '') {
      this.find();
    }
  }

  prepare() {
    const {rows, texts} = this.trace;
    this.all = rows;
    this.texts = texts.map(line);
    this.ends = new Int32Array(rows.length);
    const open = [];
    rows.forEach((row, i) => {
      while (open.length > row[DEPTH]) {
        this.ends[open.pop()] = i;
      }
      open.push(i);
    });
    open.forEach(i => (this.ends[i] = rows.length));
    this.services = [...new Set(rows.map(row => row[SERVICE]))];
    this.from = 0;
    this.to = Math.max(1, this.trace.duration);
  }

  build() {
    const {trace, all, texts} = this;
    const root = all[0];
    this.search = h('input', {
      type: 'search', placeholder: 'Search in this trace  ( / )', 'aria-label': 'Search in this trace',
      spellcheck: 'false', onkeydown: event => this.searchKey(event), oninput: () => this.laterSearch(),
    });
    this.hits = h('span', {class: 'muted hits', role: 'status'});
    this.onlyPath = h('button', {
      type: 'button', class: 'quiet', 'aria-pressed': 'false', title: 'Show only what held the trace up (c)',
      onclick: () => this.togglePath(),
    }, h('span', {class: 'pathkey', 'aria-hidden': 'true'}), 'Critical path');
    this.unzoom = h('button', {type: 'button', class: 'quiet', hidden: true, onclick: () => this.zoom(0, trace.duration)},
      'Whole trace');
    this.ruler = h('div', {class: 'ruler', 'aria-hidden': 'true'});
    this.box = h('div', {
      class: 'waterfall', role: 'tree', tabindex: 0, 'aria-label': 'Spans', onclick: event => this.click(event),
      ondblclick: event => this.zoomTo(this.rowOf(event)), onkeydown: event => this.treeKey(event),
    }, h('div', {class: 'head', role: 'presentation'}, h('span', null, 'Span'), this.ruler));
    this.side = h('aside', {class: 'detail', 'aria-label': 'Span details', hidden: true, tabindex: -1});
    this.detail = new Detail(this.side, this.id, trace, () => this.closeDetail(), () => this.zoomTo(this.selected));
    const missing = all.filter(row => row[ORPHAN]).length;
    const facts = [
      instant(trace.start), duration(trace.duration), plural(all.length, 'span'),
      this.services.length > 1 ? plural(this.services.length, 'service') : null,
    ].filter(fact => fact !== null);
    this.content.replaceChildren(
      h('div', {class: 'title'},
        h('h1', null,
          h('span', {class: 'service', style: {'--hue': hue(trace.texts[root[SERVICE]])}}, texts[root[SERVICE]]),
          texts[root[NAME]]),
        h('p', {class: 'facts'}, facts.map(fact => h('span', null, fact)),
          trace.errors > 0 ? h('span', {class: 'error'}, plural(trace.errors, 'error')) : null,
          missing > 0 ? h('span', {title: 'Not sent, not here yet, or made way for newer ones'},
            plural(missing, 'span') + (missing === 1 ? ' lacks its parent' : ' lack their parent')) : null,
          h('code', null, trace.id))),
      h('div', {class: 'bar'}, this.search, this.hits, h('span', {class: 'space'}), this.unzoom, this.onlyPath,
        h('button', {type: 'button', class: 'quiet', onclick: () => this.collapseAll(), title: '−'}, 'Collapse'),
        h('button', {type: 'button', class: 'quiet', onclick: () => this.expandAll(), title: '+'}, 'Expand'),
        h('a', {class: 'quiet', href: '#/flame?trace=' + trace.id}, 'Flame graph'),
        h('a', {class: 'quiet', href: 'api/traces/' + trace.id + '/otlp', download: 'trace-' + trace.id + '.json'},
          'Download'),
        copyButton('Copy link', () => location.href)),
      h('div', {class: 'panes'}, this.box, this.side));
    this.rows = new Rows(this.box, ROW, index => rowElement(this, this.shown[index], index));
    this.drawRuler();
  }

  /** Decides which rows are shown. */
  layout() {
    this.shown = [];
    const path = this.onlyPath.getAttribute('aria-pressed') === 'true';
    for (let i = 0; i < this.all.length;) {
      if (!path || this.all[i][PATH].length > 0 || this.isOnWay(i)) {
        this.shown.push(i);
      }
      i = this.collapsed.has(i) ? this.ends[i] : i + 1;
    }
    this.rows.show(this.shown.length);
  }

  /** Whether a row leads to one that is on the critical path. */
  isOnWay(i) {
    if (!this.way) {
      this.way = new Set();
      this.all.forEach((row, at) => {
        for (let up = at; row[PATH].length > 0 && up >= 0 && !this.way.has(up); up = this.all[up][PARENT]) {
          this.way.add(up);
        }
      });
    }
    return this.way.has(i);
  }

  drawRuler() {
    this.ruler.replaceChildren(...rulerMarks(this.from, this.to));
    this.unzoom.hidden = this.from === 0 && this.to >= this.trace.duration;
  }

  zoom(from, to) {
    this.from = from;
    this.to = Math.max(from + 1, to);
    this.drawRuler();
    this.rows.draw();
  }

  zoomTo(i) {
    if (i >= 0) {
      const row = this.all[i];
      const margin = Math.max(1, row[DURATION] * .03);
      this.zoom(Math.max(0, row[START] - margin), Math.min(this.trace.duration, row[START] + row[DURATION] + margin));
    }
  }

  rowOf(event) {
    const element = event.target.closest('[data-row]');
    return element ? Number(element.dataset.row) : -1;
  }

  click(event) {
    const i = this.rowOf(event);
    if (i < 0) {
      return;
    }
    if (event.target.closest('.caret') && this.ends[i] > i + 1) {
      this.toggle(i);
    }
    this.select(i, true);
  }

  toggle(i, open) {
    const shut = open === undefined ? !this.collapsed.has(i) : !open;
    this.collapsed[shut ? 'add' : 'delete'](i);
    this.layout();
  }

  collapseAll() {
    this.all.forEach((row, i) => {
      if (this.ends[i] > i + 1 && row[DEPTH] > 0) {
        this.collapsed.add(i);
      }
    });
    this.layout();
  }

  expandAll() {
    this.collapsed.clear();
    this.layout();
  }

  togglePath() {
    this.onlyPath.setAttribute('aria-pressed', String(this.onlyPath.getAttribute('aria-pressed') !== 'true'));
    this.layout();
  }

  select(i, show) {
    this.selected = i;
    this.rows.reveal(Math.max(0, this.shown.indexOf(i)));
    this.box.setAttribute('aria-activedescendant', 'span-' + this.all[i][ID]);
    if (show) {
      history.replaceState(null, '', '#/trace/' + this.id + '?span=' + this.all[i][ID]);
      this.side.hidden = false;
      this.content.classList.add('with-detail');
      this.detail.show(this.all[i][ID], this.all[i][SELF], this.pathTime(i));
    } else if (!this.side.hidden) {
      this.detail.show(this.all[i][ID], this.all[i][SELF], this.pathTime(i));
    }
  }

  pathTime(i) {
    const path = this.all[i][PATH];
    let sum = 0;
    for (let at = 0; at < path.length; at += 2) {
      sum += path[at + 1] - path[at];
    }
    return sum;
  }

  closeDetail() {
    this.side.hidden = true;
    this.content.classList.remove('with-detail');
    history.replaceState(null, '', '#/trace/' + this.id);
    this.box.focus();
  }

  /** Selects a row, wherever it is hidden. */
  goTo(i, show) {
    for (let up = this.all[i][PARENT]; up >= 0; up = this.all[up][PARENT]) {
      this.collapsed.delete(up);
    }
    if (this.all[i][PATH].length === 0) {
      this.onlyPath.setAttribute('aria-pressed', 'false');
    }
    this.layout();
    this.select(i, show);
  }

  treeKey(event) {
    const at = this.shown.indexOf(this.selected);
    const page = Math.max(1, Math.floor(this.box.clientHeight / ROW) - 2);
    const steps = {ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page, Home: -1e9, End: 1e9};
    const i = this.selected;
    if (steps[event.key] !== undefined) {
      this.select(this.shown[Math.max(0, Math.min(this.shown.length - 1, at + steps[event.key]))], false);
    } else if (event.key === 'ArrowRight' && this.collapsed.has(i)) {
      this.toggle(i, true);
    } else if (event.key === 'ArrowRight' && this.ends[i] > i + 1) {
      this.select(this.shown[Math.min(this.shown.length - 1, at + 1)], false);
    } else if (event.key === 'ArrowLeft' && this.ends[i] > i + 1 && !this.collapsed.has(i)) {
      this.toggle(i, false);
    } else if (event.key === 'ArrowLeft' && this.all[i][PARENT] >= 0) {
      this.goTo(this.all[i][PARENT], false);
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.select(i, true);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  key(event) {
    if (event.key === '/') {
      event.preventDefault();
      this.search.focus();
    } else if (event.key === 'Escape' && !this.side.hidden) {
      this.closeDetail();
    } else if (event.key === 'c') {
      this.togglePath();
    } else if (event.key === 'z') {
      this.unzoom.hidden ? this.zoomTo(this.selected) : this.zoom(0, this.trace.duration);
    } else if (event.key === 'n' || event.key === 'N') {
      this.nextHit(event.key === 'n' ? 1 : -1);
    } else if (event.key === '-') {
      this.collapseAll();
    } else if (event.key === '+') {
      this.expandAll();
    }
  }

  async searchKey(event) {
    if (event.key === 'Enter') {
      const step = event.shiftKey ? -1 : 1;
      if (this.search.value.trim() !== this.searched) {
        await this.find();
      }
      this.nextHit(step);
    } else if (event.key === 'Escape') {
      this.search.value = '';
      this.find();
      this.box.focus();
    }
  }

  laterSearch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.find(), 150);
  }

  async find() {
    clearTimeout(this.timer);
    const text = this.search.value.trim();
    this.searched = text;
    if (text === '') {
      this.found = null;
      this.hits.textContent = '';
    } else {
      const ids = await get('api/traces/' + this.trace.id + '/search?text=' + encodeURIComponent(text));
      if (text !== this.search.value.trim()) {
        return;
      }
      this.found = new Set(ids);
      this.hits.textContent = this.found.size === 0 ? 'nothing found' : plural(this.found.size, 'span') + ', Enter: next';
    }
    this.rows.draw();
  }

  nextHit(step) {
    if (this.found && this.found.size > 0) {
      let i = this.selected;
      do {
        i = (i + step + this.all.length) % this.all.length;
      } while (!this.found.has(this.all[i][ID]));
      this.goTo(i, true);
    }
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.refreshTimer);
    this.content.classList.remove('with-detail');
    if (this.rows) {
      this.rows.close();
    }
  }
}
