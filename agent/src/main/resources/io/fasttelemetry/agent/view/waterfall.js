// SPDX-License-Identifier: Apache-2.0
// Rows of the waterfall, and the ruler above it.

import {h} from './dom.js';
import {count, duration, hue, ticks} from './format.js';

const INDENT = 14;
const MAX_INDENT = 16;
const ERROR = 2;

// Places in the array of a row, as the viewer sends it.
export const [ID, PARENT, DEPTH, START, DURATION, SELF, NAME, SERVICE, THREAD, KIND, STATUS, EVENTS, ORPHAN, PATH]
  = Array(14).keys();

/** The element of row i of the trace, which is the index-th that is shown. */
export function rowElement(view, i, index) {
  const row = view.all[i];
  const {texts} = view;
  const parent = row[PARENT] >= 0 ? view.all[row[PARENT]] : null;
  const leaf = view.ends[i] === i + 1;
  const open = !view.collapsed.has(i);
  const name = texts[row[NAME]];
  const otherThread = parent && row[THREAD] >= 0 && parent[THREAD] >= 0 && row[THREAD] !== parent[THREAD];
  const hit = view.found && view.found.has(row[ID]);
  const element = h('div', {
    class: 'row' + (i === view.selected ? ' selected' : '') + (row[STATUS] === ERROR ? ' bad' : '')
      + (hit ? ' hit' : view.found && !hit ? ' dim' : ''),
    role: 'treeitem', id: 'span-' + row[ID], 'data-row': i, 'aria-level': row[DEPTH] + 1,
    'aria-expanded': leaf ? null : String(open), 'aria-selected': String(i === view.selected),
    'aria-setsize': view.shown.length, 'aria-posinset': index + 1,
    'aria-label': name + ', ' + duration(row[DURATION]) + (row[STATUS] === ERROR ? ', error' : '')
      + (row[PATH].length > 0 ? ', on the critical path' : ''),
  },
  h('div', {class: 'name', style: {'padding-left': Math.min(row[DEPTH], MAX_INDENT) * INDENT + 4 + 'px'}},
    h('span', {class: 'caret' + (leaf ? ' leaf' : open ? ' open' : '')}, leaf ? '' : '›'),
    row[DEPTH] > MAX_INDENT ? h('small', null, row[DEPTH]) : null,
    view.services.length > 1 ? h('span', {class: 'service', style: {'--hue': hue(view.trace.texts[row[SERVICE]])}},
      !parent || parent[SERVICE] !== row[SERVICE] ? texts[row[SERVICE]] : '') : null,
    row[STATUS] === ERROR ? h('em', {class: 'error', title: 'error'}, '!') : null,
    h('span', {class: 'text'}, name),
    row[ORPHAN] ? h('small', {title: 'Its parent is not here'}, 'no parent') : null,
    otherThread ? h('small', {class: 'thread', title: 'runs on thread ' + texts[row[THREAD]]},
      '⇄ ' + texts[row[THREAD]]) : null,
    !open ? h('small', null, '+' + count(view.ends[i] - i - 1)) : null),
  timeline(view, row));
  return element;
}

/** Bar, critical path, events and times of a row. */
function timeline(view, row) {
  const span = view.to - view.from;
  const part = nanos => (nanos - view.from) / span * 100;
  const clamp = value => Math.max(-1, Math.min(101, value));
  const left = clamp(part(row[START]));
  const right = clamp(part(row[START] + row[DURATION]));
  const width = Math.max(0, right - left);
  const bar = h('div', {class: 'bar', style: {left: left + '%', width: width + '%'}});
  const marks = [];
  for (let i = 0; i < row[PATH].length; i += 2) {
    const from = clamp(part(row[PATH][i]));
    const to = clamp(part(row[PATH][i + 1]));
    if (to > from) {
      marks.push(h('div', {class: 'path', style: {left: from + '%', width: to - from + '%'}}));
    }
  }
  for (const event of row[EVENTS]) {
    if (event >= view.from && event <= view.to) {
      marks.push(h('div', {class: 'event', style: {left: part(event) + '%'}}));
    }
  }
  const self = row[SELF] < row[DURATION] && row[SELF] > 0 ? 'self ' + duration(row[SELF]) : '';
  const label = h('span', {class: 'time'}, duration(row[DURATION]), self ? h('i', null, self) : null);
  if (right > 70 && left > 30) {
    label.style.right = 100 - left + '%';
    label.classList.add('before');
  } else if (right > 70) {
    label.style.left = Math.max(0, left) + '%';
    label.classList.add('inside');
  } else {
    label.style.left = Math.max(0, right) + '%';
  }
  return h('div', {class: 'line'}, bar, marks, label);
}

/** Times above the part of the trace that is shown. */
export function rulerMarks(from, to) {
  return ticks(from, to, 5).map(at => {
    const part = (at - from) / (to - from);
    return h('span', {style: {left: part * 100 + '%'}}, part > .88 ? '' : duration(at));
  });
}
