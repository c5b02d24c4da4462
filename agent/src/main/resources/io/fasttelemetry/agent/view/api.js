// SPDX-License-Identifier: Apache-2.0
// Requests to the viewer. An answer of 204 says that nothing has changed, and is null here.

export async function get(path, signal) {
  const answer = await fetch(path, {signal, credentials: 'omit'});
  if (answer.status === 204) {
    return null;
  }
  if (!answer.ok) {
    throw new Error(answer.status === 404 ? 'not in memory' : (await answer.text()).trim());
  }
  return answer.json();
}

export async function post(path) {
  const answer = await fetch(path, {method: 'POST', credentials: 'omit'});
  if (!answer.ok) {
    throw new Error((await answer.text()).trim());
  }
}

/**
 * Asks again and again: show(answer) for each that differs. The returned object has stop(), and now() to ask at once.
 */
export function poll(path, show, fail, millis, isLive) {
  let version = '';
  let timer = 0;
  let turn = 0; // of the latest request; answers to earlier ones are not shown
  let stopped = false;
  const abort = new AbortController();

  async function ask(anew) {
    clearTimeout(timer);
    const mine = ++turn;
    try {
      if (anew || (isLive() && !document.hidden)) {
        const since = anew || version === '' ? '' : (path.includes('?') ? '&' : '?') + 'since=' + version;
        const answer = await get(path + since, abort.signal);
        if (stopped || mine !== turn) {
          return;
        }
        if (answer !== null) {
          version = answer.version;
          show(answer);
        }
        fail(null);
      }
    } catch (error) {
      if (stopped || mine !== turn) {
        return;
      }
      fail(error);
    }
    timer = setTimeout(() => ask(false), millis);
  }

  ask(true);
  return {
    now: () => ask(true),
    stop() {
      stopped = true;
      clearTimeout(timer);
      abort.abort();
    },
  };
}
