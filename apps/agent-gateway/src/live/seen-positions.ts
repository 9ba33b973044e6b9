/** The highest position of the log that this process has taken from a topic: what a snapshot must hold at least. */
export class SeenPositions {
  private highest = 0;

  saw(position: number): void {
    if (position > this.highest) this.highest = position;
  }

  get position(): number {
    return this.highest;
  }
}
