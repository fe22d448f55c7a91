import { storedSettings, type StoredSettings } from '../shared/contract';
import { defaultSettings } from '../shared/default-settings';

type Fields = Record<string, unknown>;
/** Turns the settings of one version into those of the next. */
export type Migration = (old: Fields) => Fields;

/** By the version that they start from. None is needed yet; the first change of meaning adds one. */
const migrations: Readonly<Record<number, Migration>> = {};
const currentVersion = defaultSettings.version;
/** What a first start has. */
export const storedDefaults: StoredSettings = { ...defaultSettings, modelOnTrial: '' };

export interface ReadSettings {
  settings: StoredSettings;
  /** Something in the file could not be understood. What could be is kept. */
  isDamaged: boolean;
}

/** Reads the text of a settings file: migrates old versions, fills in what is missing, keeps every field that is valid. */
export function readSettings(text: string, steps = migrations): ReadSettings {
  const fields = migrate(parse(text), steps);
  if (fields === null) return { settings: storedDefaults, isDamaged: true };
  const whole = storedSettings.safeParse({ ...storedDefaults, ...fields });
  if (whole.success) return { settings: whole.data, isDamaged: false };
  const valid = Object.entries(storedSettings.shape).flatMap(([name, schema]) => {
    const field = schema.safeParse(fields[name]);
    return field.success ? [[name, field.data] as const] : [];
  });
  const settings = storedSettings.parse({ ...storedDefaults, ...Object.fromEntries(valid) });
  return { settings, isDamaged: true };
}

function parse(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

function migrate(fields: Fields | null, steps: Readonly<Record<number, Migration>>): Fields | null {
  let migrated = fields;
  for (let version = 0; version < currentVersion; version++) {
    const step = steps[version];
    if (migrated?.['version'] === version && step !== undefined)
      migrated = { ...step(migrated), version: version + 1 };
  }
  return migrated;
}
