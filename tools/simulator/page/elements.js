const SVG = 'http://www.w3.org/2000/svg';

const ICONS = {
  back: 'M15 5l-7 7 7 7',
  send: 'M4 12l16-8-5 16-3.500-6.500L4 12zM11.500 13.500L20 4',
  attach: 'M8 12.500l6-6a3 3 0 0 1 4.500 4.500l-8 8a5 5 0 0 1-7-7l7.500-7.500',
  file: 'M7 3.500h7l4 4v13H7zM13.500 3.500V8H18',
  store: 'M4 10v10h16V10M3 10l2-6h14l2 6a3 3 0 0 1-6 0 3 3 0 0 1-6 0 3 3 0 0 1-6 0zM10 20v-5h4v5',
  waiting: 'M12 7v5l3 2M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16',
  sent: 'M6 13l4 4 8-10',
  delivered: 'M2.500 13l4 4 8-10M11 15.500l1.500 1.500 8-10',
  read: 'M2.500 13l4 4 8-10M11 15.500l1.500 1.500 8-10',
  failed: 'M12 7v6M12 16.500v.5M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16',
};

/** An element with attributes and children; text is always text, never markup. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value === undefined || value === false) continue;
    else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  element.append(...children.filter((child) => child !== undefined && child !== ''));
  return element;
}

/** A line drawing; with a label it speaks, without it is only for the eyes. */
export function icon(name, label) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  if (label) {
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', label);
  } else svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** The first letters of the first and last name, on one of eight colours that belongs to the person. */
export function avatar(name, key) {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => [...word][0] ?? '').join('');
  const colour = [...key].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 8, 0);
  return h('span', { class: `avatar colour-${colour}`, 'aria-hidden': 'true' }, letters.toUpperCase());
}
