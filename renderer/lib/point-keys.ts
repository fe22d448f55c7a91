/** Arrow keys on a picture move the point by one of its pixels, with Shift by ten. */
export function movePoint(event: KeyboardEvent, point: { move(dx: number, dy: number): void }): void {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const scale = event.shiftKey ? 10 : 1;
  point.move(step[0]! * scale, step[1]! * scale);
}
