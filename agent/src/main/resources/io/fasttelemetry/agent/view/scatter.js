// SPDX-License-Identifier: Apache-2.0
// Start against duration. A click opens a trace, a drag picks all within.

import {clockTicks, duration} from './format.js';
import {h, line} from './dom.js';

const LEFT = 56;
const BOTTOM = 18;
const TOP = 8;
const RIGHT = 12;
const NEAR = 12; // pixels

export class Scatter {
  /** @param open called with a trace @param pick called with an array of traces */
  constructor(box, open, pick) {
    this.open = open;
    this.pick = pick;
    this.traces = [];
    this.canvas = h('canvas', {role: 'img'});
    this.tip = h('div', {class: 'tip', hidden: true});
    this.frame = h('div', {class: 'pickframe', hidden: true});
    box.append(this.canvas, this.tip, this.frame);
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(box);
    this.dark = matchMedia('(prefers-color-scheme: dark)');
    this.redraw = () => this.draw();
    this.dark.addEventListener('change', this.redraw);
    this.canvas.addEventListener('pointerdown', event => this.down(event));
    this.canvas.addEventListener('pointermove', event => this.move(event));
    this.canvas.addEventListener('pointerup', event => this.up(event));
    this.canvas.addEventListener('pointerleave', () => (this.tip.hidden = true));
  }

  show(traces) {
    this.traces = traces;
    this.canvas.setAttribute('aria-label', 'Start against duration of ' + traces.length
      + ' traces; the table below lists the same ones');
    this.draw();
  }

  scale() {
    const width = this.canvas.clientWidth - LEFT - RIGHT;
    const height = this.canvas.clientHeight - TOP - BOTTOM;
    let from = Infinity, to = -Infinity, low = Infinity, high = 1;
    for (const trace of this.traces) {
      from = Math.min(from, trace.start);
      to = Math.max(to, trace.start);
      low = Math.min(low, Math.max(1, trace.duration));
      high = Math.max(high, trace.duration);
    }
    low = Math.log10(low) - .1;
    high = Math.log10(high) + .1;
    const span = Math.max(1, to - from);
    return {
      from, to, low, high, width, height,
      x: start => LEFT + (start - from) / span * width,
      y: nanos => TOP + height - (Math.log10(Math.max(1, nanos)) - low) / (high - low) * height,
    };
  }

  draw() {
    const canvas = this.canvas;
    const ratio = devicePixelRatio || 1;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    const g = canvas.getContext('2d');
    g.scale(ratio, ratio);
    if (this.traces.length === 0) {
      return;
    }
    const style = getComputedStyle(canvas);
    const color = name => style.getPropertyValue(name).trim();
    const at = this.scale();
    g.font = '11px ' + style.fontFamily;
    g.fillStyle = color('--muted');
    g.strokeStyle = color('--line');
    this.axes(g, at);
    for (const bad of [false, true]) {
      g.fillStyle = color(bad ? '--bad' : '--accent');
      g.globalAlpha = bad ? .9 : .55;
      for (const trace of this.traces) {
        if ((trace.errors > 0) === bad) {
          g.beginPath();
          g.arc(at.x(trace.start), at.y(trace.duration), 3, 0, 7);
          g.fill();
        }
      }
    }
    g.globalAlpha = 1;
  }

  axes(g, at) {
    g.textAlign = 'right';
    g.textBaseline = 'middle';
    const first = Math.ceil(at.low);
    const steps = [];
    for (let power = first; power <= at.high; power++) {
      steps.push(10 ** power);
    }
    if (steps.length < 2) {
      steps.push(10 ** at.low * 1.2, 10 ** at.high / 1.2);
    }
    for (const nanos of steps) {
      const y = Math.round(at.y(nanos)) + .5;
      g.fillText(duration(nanos), LEFT - 8, y);
      g.beginPath();
      g.moveTo(LEFT, y);
      g.lineTo(LEFT + at.width, y);
      g.stroke();
    }
    g.textBaseline = 'alphabetic';
    const wanted = Math.max(2, Math.floor(at.width / 140));
    for (const [millis, text] of clockTicks(at.from, at.to, wanted)) {
      g.textAlign = at.x(millis) < LEFT + 40 ? 'left' : at.x(millis) > LEFT + at.width - 40 ? 'right' : 'center';
      g.fillText(text, at.x(millis), TOP + at.height + 15);
    }
  }

  nearest(event) {
    const at = this.scale();
    let best = null;
    let least = NEAR * NEAR;
    for (const trace of this.traces) {
      const distance = (at.x(trace.start) - event.offsetX) ** 2 + (at.y(trace.duration) - event.offsetY) ** 2;
      if (distance < least) {
        least = distance;
        best = trace;
      }
    }
    return best;
  }

  down(event) {
    this.begin = {x: event.offsetX, y: event.offsetY};
    this.canvas.setPointerCapture(event.pointerId);
  }

  move(event) {
    if (this.begin) {
      const style = this.frame.style;
      this.frame.hidden = Math.abs(event.offsetX - this.begin.x) < 4 && Math.abs(event.offsetY - this.begin.y) < 4;
      style.left = Math.min(event.offsetX, this.begin.x) + 'px';
      style.top = Math.min(event.offsetY, this.begin.y) + 'px';
      style.width = Math.abs(event.offsetX - this.begin.x) + 'px';
      style.height = Math.abs(event.offsetY - this.begin.y) + 'px';
      return;
    }
    const trace = this.nearest(event);
    this.tip.hidden = trace === null;
    this.canvas.style.cursor = trace === null ? 'crosshair' : 'pointer';
    if (trace !== null) {
      this.tip.textContent = line(trace.name) + '  ' + duration(trace.duration);
      this.tip.style.left = Math.min(event.offsetX + 12, this.canvas.clientWidth - 260) + 'px';
      this.tip.style.top = event.offsetY + 12 + 'px';
    }
  }

  up(event) {
    const begin = this.begin;
    this.begin = null;
    if (!begin) {
      return;
    }
    if (this.frame.hidden) {
      const trace = this.nearest(event);
      if (trace !== null) {
        this.open(trace);
      }
      return;
    }
    this.frame.hidden = true;
    const at = this.scale();
    const within = (value, one, other) => value >= Math.min(one, other) && value <= Math.max(one, other);
    const picked = this.traces.filter(trace => within(at.x(trace.start), begin.x, event.offsetX)
      && within(at.y(trace.duration), begin.y, event.offsetY));
    if (picked.length > 0) {
      this.pick(picked);
    }
  }

  close() {
    this.observer.disconnect();
    this.dark.removeEventListener('change', this.redraw);
  }
}
