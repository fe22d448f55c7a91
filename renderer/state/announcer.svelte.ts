/** What screen readers are told once, politely. The same words twice are two announcements. */
export class Announcer {
  text = $state('');
  /** Counts up with every announcement. */
  count = $state(0);

  say(text: string): void {
    this.text = text;
    this.count++;
  }
}
