import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter, type Pair, type YAMLMap } from 'yaml';
import type { Mistake } from './consistency';

/** Where in the text of a YAML document things stand, by their paths. */
export class YamlPlaces {
  constructor(
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {}

  /** The line of what the path leads to, of a key where there is one; of the nearest thing around it when it is not there. */
  lineOf(path: readonly PropertyKey[]): number {
    let node: unknown = this.document.contents;
    let at = this.startOf(node) ?? 0;
    for (const part of path) {
      const container = isAlias(node) ? node.resolve(this.document) : node;
      if (isMap(container)) {
        const pair = container.items.findLast(({ key }) => nameOf(key) === String(part)); // of twins the last one counts
        at = this.startOf(pair?.key) ?? at;
        node = pair?.value;
      } else {
        node = isSeq(container) ? container.items[Number(part)] : undefined;
        at = this.startOf(node) ?? at;
      }
    }
    return this.lines.linePos(at).line;
  }

  /** Every key that stands in its map a second time, with its line. */
  twins(): readonly (Mistake & { line: number })[] {
    return this.twinsIn(this.document.contents, []);
  }

  private twinsIn(node: unknown, path: readonly PropertyKey[]): (Mistake & { line: number })[] {
    if (isSeq(node)) return node.items.flatMap((item, index) => this.twinsIn(item, [...path, index]));
    if (!isMap(node)) return [];
    const own = twins(node).map(({ key }) => ({ path: [...path, nameOf(key)], message: 'is there twice', line: this.lines.linePos(this.startOf(key) ?? 0).line }));
    return [...own, ...node.items.flatMap(({ key, value }) => this.twinsIn(value, [...path, nameOf(key)]))];
  }

  private startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);
}

const nameOf = (key: unknown): string => String(isScalar(key) ? key.value : key);

function twins({ items }: YAMLMap): readonly Pair[] {
  const names = items.map(({ key }) => nameOf(key));
  return items.filter((_, index) => names.indexOf(names[index]!) < index);
}
