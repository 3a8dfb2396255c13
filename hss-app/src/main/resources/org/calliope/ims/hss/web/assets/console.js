// Sections refresh themselves by htmx; this keeps that unobtrusive.

const shown = new Map(); // place on the page -> what the server sent for it last

const live = (element) => element.closest('[data-live]') !== null;
const notice = document.querySelector('.stale');

// nobody looks: ask again when somebody does
document.addEventListener('htmx:beforeRequest', (event) => {
  const polling = event.detail.elt.hasAttribute('data-live');
  if (polling && document.hidden) {
    event.preventDefault();
  }
});

// an answer like the last one changes nothing: what is selected, scrolled or focused stays untouched
document.addEventListener('htmx:beforeSwap', (event) => {
  const { elt, serverResponse, target, xhr } = event.detail;
  if (xhr.status !== 200) {
    return;
  }
  const key = target.id || elt.getAttribute('hx-get');
  if (live(elt) && shown.get(key) === serverResponse) {
    event.detail.shouldSwap = false;
  }
  shown.set(key, serverResponse);
  notice.textContent = '';
});

const lost = () => {
  notice.textContent = notice.dataset.lost;
};
document.addEventListener('htmx:sendError', lost);
document.addEventListener('htmx:responseError', lost);
document.addEventListener('htmx:timeout', lost);

// what is wrong with a field came back beside it: say so to those who do not see it too
document.addEventListener('htmx:afterRequest', () => {
  for (const field of document.querySelectorAll('[aria-invalid]')) {
    const lines = field.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id));
    field.setAttribute('aria-invalid', String(lines.some((line) => line?.matches('.problem:not(:empty)'))));
  }
});
