// Choosing an event in the ladder: by pointer or by the arrow keys; the choice outlives a refresh.

let chosen = document.querySelector('.event[aria-current="true"]')?.id ?? null;

const mark = () => {
  for (const event of document.querySelectorAll('.event')) {
    event.setAttribute('aria-current', String(event.id === chosen));
  }
};

const choose = (event) => {
  chosen = event.id;
  mark();
  const url = new URL(location.href);
  url.searchParams.set('event', chosen.slice(1));
  history.replaceState(null, '', url);
};

document.addEventListener('click', (click) => {
  const event = click.target.closest?.('.event');
  if (event) {
    choose(event);
  }
});

document.addEventListener('keydown', (key) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[key.key];
  const inside = document.activeElement?.closest?.('.ladder-card');
  if (!step || !inside) {
    return;
  }
  const events = [...document.querySelectorAll('.event')];
  const at = events.findIndex((event) => event.id === chosen);
  const next = events[at < 0 ? 0 : at + step];
  if (next) {
    key.preventDefault();
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    next.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
  }
});

document.addEventListener('htmx:afterSwap', (event) => {
  if (event.detail.target.id === 'ladder') {
    mark();
  }
  // stacked on a narrow screen, the message would otherwise appear out of sight
  if (event.detail.target.id === 'detail' && matchMedia('(max-width: 1020px)').matches) {
    event.detail.target.scrollIntoView({ block: 'nearest' });
  }
});
