// SPDX-License-Identifier: Apache-2.0
// A list that has elements only for the rows that are in sight.

import {h} from './dom.js';

const BEYOND = 8; // rows above and below

/**
 * rows = new Rows(box, 24, index => element); rows.show(count). The box scrolls; each element gets its place by its top.
 */
export class Rows {
  constructor(box, height, render) {
    this.box = box;
    this.height = height;
    this.render = render;
    this.count = 0;
    this.inner = h('div', {class: 'rows', role: 'presentation'});
    box.append(this.inner);
    this.pending = false;
    box.addEventListener('scroll', () => this.later(), {passive: true});
    this.observer = new ResizeObserver(() => this.later());
    this.observer.observe(box);
  }

  show(count) {
    this.count = count;
    this.inner.style.height = count * this.height + 'px';
    this.draw();
  }

  later() {
    if (!this.pending) {
      this.pending = true;
      requestAnimationFrame(() => this.draw());
    }
  }

  draw() {
    this.pending = false;
    const top = this.box.scrollTop - this.inner.offsetTop;
    const from = Math.max(0, Math.floor(top / this.height) - BEYOND);
    const to = Math.min(this.count, Math.ceil((top + this.box.clientHeight) / this.height) + BEYOND);
    const elements = [];
    for (let i = from; i < to; i++) {
      const element = this.render(i);
      element.style.top = i * this.height + 'px';
      elements.push(element);
    }
    this.inner.replaceChildren(...elements);
  }

  /** Scrolls as little as is needed to have a row in sight. */
  reveal(index) {
    const head = this.inner.offsetTop;
    const top = index * this.height;
    const box = this.box;
    if (top < box.scrollTop) {
      box.scrollTop = top;
    } else if (top + head + this.height > box.scrollTop + box.clientHeight) {
      box.scrollTop = top + head + this.height - box.clientHeight;
    }
    this.draw();
  }

  close() {
    this.observer.disconnect();
  }
}
