// SPDX-License-Identifier: Apache-2.0
// Figures as text.

function digits(value) {
  return value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

/** A duration in nanoseconds, with three digits. */
export function duration(nanos) {
  const abs = Math.abs(nanos);
  if (nanos === 0) {
    return '0';
  }
  if (abs < 999.5) {
    return Math.round(nanos) + ' ns';
  }
  if (abs < 999.5e3) {
    return digits(nanos / 1e3) + ' µs';
  }
  if (abs < 999.5e6) {
    return digits(nanos / 1e6) + ' ms';
  }
  if (abs < 99.95e9) {
    return digits(nanos / 1e9) + ' s';
  }
  if (abs < 7200e9) {
    return Math.floor(nanos / 60e9) + ' m ' + Math.floor((nanos % 60e9) / 1e9) + ' s';
  }
  return count(Math.round(nanos / 3600e9)) + ' h';
}

/** A duration as a condition of the filter: parsed without loss of what matters. */
export function condition(nanos) {
  return nanos < 1e6 ? Math.floor(nanos / 1e3) + 'us' : Math.floor(nanos / 1e4) / 100 + 'ms';
}

export function count(number) {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, '\u202f');
}

export function plural(number, word) {
  return count(number) + ' ' + word + (number === 1 ? '' : 's');
}

const two = number => String(number).padStart(2, '0');

/** A time of day, with the date if it is another day's. */
export function clock(millis) {
  const time = new Date(millis);
  if (Number.isNaN(time.getTime())) {
    return '?';
  }
  const text = two(time.getHours()) + ':' + two(time.getMinutes()) + ':' + two(time.getSeconds()) + '.'
    + String(time.getMilliseconds()).padStart(3, '0');
  return time.toDateString() === new Date().toDateString() ? text : date(time) + ' ' + text;
}

function date(time) {
  return time.getFullYear() + '-' + two(time.getMonth() + 1) + '-' + two(time.getDate());
}

const CLOCK_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 10e3, 15e3, 30e3, 60e3, 120e3, 300e3, 600e3,
  900e3, 1800e3, 3600e3, 7200e3, 21600e3, 43200e3, 86400e3];

/** Times of day for an axis: at most that many, with a text no longer than is needed. */
export function clockTicks(from, to, most) {
  const step = CLOCK_STEPS.find(value => (to - from) / value <= most) || Math.ceil((to - from) / most / 86400e3) * 86400e3;
  const found = [];
  const zone = new Date(from).getTimezoneOffset() * 60e3;
  for (let at = Math.ceil((from - zone) / step) * step + zone; at <= to; at += step) {
    const text = clock(at);
    found.push([at, step % 60e3 === 0 ? text.slice(0, -7) : step % 1e3 === 0 ? text.slice(0, -4) : text]);
  }
  return found;
}

/** A time with date and zone. */
export function instant(millis) {
  const time = new Date(millis);
  return Number.isNaN(time.getTime()) ? '?' : time.toISOString();
}

/** Steps for an axis: about that many, of 1, 2 or 5 times a power of ten. */
export function ticks(from, to, about) {
  const span = to - from;
  if (!(span > 0)) {
    return [from];
  }
  const raw = span / about;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(value => value >= raw);
  const found = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    found.push(at);
  }
  return found;
}

/** A hue for a service that stays the same from page to page. */
export function hue(name) {
  let hash = 7;
  for (let i = 0; i < Math.min(name.length, 100); i++) {
    hash = (hash * 31 + name.charCodeAt(i)) >>> 0;
  }
  return (hash * 137) % 360;
}
