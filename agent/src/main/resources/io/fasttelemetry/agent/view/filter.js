// SPDX-License-Identifier: Apache-2.0
// The filter: fields above every view, kept in the address.

import {h, line} from './dom.js';
import {plural} from './format.js';
import {get} from './api.js';

const KEYS = ['service', 'operation', 'min', 'max', 'attribute', 'text', 'error', 'trace'];

/** The parameters of the filter among those of the address. */
export function only(parameters) {
  const filter = new URLSearchParams();
  for (const key of KEYS) {
    for (const value of parameters.getAll(key)) {
      if (value !== '') {
        filter.append(key, value);
      }
    }
  }
  return filter;
}

export class FilterForm {
  /** @param go called with the new parameters when the user has changed them */
  constructor(form, go) {
    this.form = form;
    this.go = go;
    this.services = [];
    this.service = h('select', {id: 'f-service', onchange: () => this.submit()}, h('option', {value: ''}, 'Any'));
    this.operation = this.input('operation', 'any', {list: 'f-operations', class: 'wide'});
    this.operations = h('datalist', {id: 'f-operations'});
    this.min = this.input('min', '10ms', {class: 'short'});
    this.max = this.input('max', '1s', {class: 'short'});
    this.attribute = this.input('attribute', 'sku=A-1', {});
    this.text = this.input('text', 'anything  ( / )', {type: 'search'});
    this.error = h('input', {id: 'f-error', type: 'checkbox', onchange: () => this.submit()});
    this.picked = h('button', {type: 'button', class: 'chip', hidden: true, onclick: () => this.unpick()});
    this.reset = h('button', {type: 'button', class: 'quiet', onclick: () => go(new URLSearchParams())}, 'Reset');
    form.append(
      label('Service', this.service), label('Operation', this.operation), this.operations,
      h('span', {class: 'pair'}, label('Duration from', this.min), label('to', this.max)),
      label('Attribute', this.attribute), label('Text', this.text),
      h('label', {class: 'check', for: 'f-error'}, this.error, 'Errors'), this.picked, this.reset,
      h('button', {type: 'submit', class: 'hidden', tabindex: -1}, 'Apply'));
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.submit();
    });
    this.service.addEventListener('focus', () => this.names());
    this.operation.addEventListener('focus', () => this.names());
  }

  input(name, placeholder, more) {
    return h('input', {id: 'f-' + name, placeholder, spellcheck: 'false', onchange: () => this.submit(), ...more});
  }

  show(parameters) {
    this.parameters = parameters;
    this.setService(parameters.get('service') || '');
    for (const name of ['operation', 'min', 'max', 'text']) {
      this[name].value = parameters.get(name) || '';
    }
    this.attribute.value = parameters.getAll('attribute').join(' ');
    this.error.checked = parameters.get('error') === 'true';
    const traces = parameters.getAll('trace').length;
    this.picked.hidden = traces === 0;
    this.picked.textContent = plural(traces, 'trace') + ' picked ✕';
    this.reset.hidden = [...parameters.keys()].length === 0;
  }

  setService(wanted) {
    const names = this.services.map(service => service.name);
    if (wanted !== '' && !names.includes(wanted)) {
      names.push(wanted);
    }
    this.service.replaceChildren(h('option', {value: ''}, 'Any'), ...names.map(
      name => h('option', {value: name, selected: name === wanted}, line(name))));
    this.service.value = wanted;
    const operations = new Set();
    for (const service of this.services) {
      if (wanted === '' || service.name === wanted) {
        service.operations.slice(0, 500).forEach(name => operations.add(name));
      }
    }
    this.operations.replaceChildren(...[...operations].map(name => h('option', {value: name})));
  }

  /** Fetches the names to choose from. */
  async names() {
    try {
      this.services = (await get('api/names')).services;
      this.setService(this.service.value);
    } catch {
      // the view says that the viewer does not answer
    }
  }

  unpick() {
    const parameters = new URLSearchParams(this.parameters);
    parameters.delete('trace');
    this.go(parameters);
  }

  submit() {
    const parameters = new URLSearchParams();
    for (const name of ['service', 'operation', 'min', 'max', 'text']) {
      if (this[name].value.trim() !== '') {
        parameters.set(name, this[name].value.trim());
      }
    }
    for (const pair of this.attribute.value.match(/[^\s=]+(=("[^"]*"|\S*))?/g) || []) {
      parameters.append('attribute', pair.replace(/="([^"]*)"$/, '=$1'));
    }
    if (this.error.checked) {
      parameters.set('error', 'true');
    }
    for (const trace of this.parameters.getAll('trace')) {
      parameters.append('trace', trace);
    }
    this.go(parameters);
  }
}

function label(text, field) {
  return h('label', {for: field.id}, h('span', null, text), field);
}
