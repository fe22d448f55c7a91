/** A name is a suggestion for the dialog, never a path. */
export function safeName(name: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what has to go
  const base = name.replace(/[/\\:*?"<>|\u0000-\u001f]/g, '_').replace(/^\.+/, '');
  return base === '' ? 'picture.png' : base;
}
