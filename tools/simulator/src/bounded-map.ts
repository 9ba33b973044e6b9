/** A map that keeps the `max` entries set last; the oldest entry makes room. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  constructor(private readonly max: number) {
    super();
  }

  override set(key: Key, value: Value): this {
    super.set(key, value);
    if (this.size > this.max) this.delete(this.keys().next().value as Key);
    return this;
  }
}
