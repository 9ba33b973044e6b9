import { REPORT_COLUMNS } from './report-columns';
import { toCsv } from './report-csv';

const line = (value: unknown) => toCsv([{ it: value }], ['it']).split('\r\n').slice(1).join('\r\n');

describe('CSV', () => {
  it('has a header, the columns in their order and an empty cell for what is not known', () => {
    expect(toCsv([{ b: 2, a: 'x', c: false }, {}], ['a', 'b', 'c', 'd'])).toBe('a,b,c,d\r\nx,2,false,\r\n,,,\r\n');
    expect(toCsv([], ['a', 'b'])).toBe('a,b\r\n');
  });

  it.each(['=1+1', '@SUM(A1)', '+cmd|calc', '-2+3', '\tx', '\r=1', '\n=1'])('keeps %j from running as a formula', (value) => {
    expect(line(value).replace(/^"/, '').startsWith("'")).toBe(true);
  });

  it.each(['+1 555 010 0001', '-12', 'Ana López 🙂', 'a=b', "O'Neil"])('leaves %s as it is', (value) => {
    expect(line(value)).toBe(`${value}\r\n`);
  });

  it('quotes commas, quotes and line breaks; joins lists by a blank', () => {
    expect(line('Smith, "Bo"\nJr')).toBe('"Smith, ""Bo""\nJr"\r\n');
    expect(line(['ana', 'ben'])).toBe('ana ben\r\n');
    expect(line(['=1', 'ben'])).toBe("'=1 ben\r\n");
  });

  it('names no column twice', () => {
    for (const columns of Object.values(REPORT_COLUMNS)) expect(new Set(columns).size).toBe(columns.length);
  });
});
