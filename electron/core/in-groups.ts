/**
 * Things in groups that are worked on one after the other, in their order.
 * @param sizeOf  such as bytes
 * @param most    of a group, unless a single thing takes more
 */
export function inGroups<Thing>(
  things: readonly Thing[],
  sizeOf: (thing: Thing) => number,
  most: number,
): Thing[][] {
  const groups: Thing[][] = [];
  let size = Infinity;
  for (const thing of things) {
    if (size + sizeOf(thing) > most) {
      groups.push([]);
      size = 0;
    }
    groups.at(-1)!.push(thing);
    size += sizeOf(thing);
  }
  return groups;
}
