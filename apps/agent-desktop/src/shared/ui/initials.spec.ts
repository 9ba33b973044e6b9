import { initials } from './initials';

it.each([
  ['Lucía Fernández Gil', 'LG'],
  ['ana', 'A'],
  ['🌸 Óscar 🌸', 'Ó'],
  ['+34600111222', '#'],
  ['', '?'],
])('the initials of "%s" are %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});
