/** A name is a suggestion for the dialog, never a path. */
export function safeName(name: string): string {
  const base = name.replace(/[/\\:*?"<>|\u0000-\u001f]/g, '_').replace(/^\.+/, '');
  return base === '' ? 'picture.png' : base;
}
