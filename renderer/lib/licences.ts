/** A part of the installation and its licence, as the build collected them. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/** The licences of everything that is installed; ours comes first. */
export async function loadLicences(): Promise<Licence[]> {
  const response = await fetch('./licences.json');
  if (!response.ok) throw new Error(`licences.json: ${response.status}`);
  return (await response.json()) as Licence[];
}
