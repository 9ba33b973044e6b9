/**
 * The last event of a stream for which `holds`, which holds for none after one for which it does not. Of a long stream it reads few.
 *
 * @param read the event of a revision; undefined after the last
 */
export async function lastThat<E>(read: (revision: number) => Promise<E | undefined>, holds: (event: E) => boolean): Promise<E | undefined> {
  let last: E | undefined;
  const isSo = async (revision: number) => {
    const event = await read(revision);
    if (event === undefined || !holds(event)) return false;
    last = event;
    return true;
  };
  let [yes, no] = [-1, 0];
  while (await isSo(no)) [yes, no] = [no, 2 * no + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (await isSo(middle)) yes = middle;
    else no = middle;
  }
  return last;
}
