import type { MessageKey, Text } from './message';

/** Where the command line says it in its own words: its options, its commands. Everything else is as in the window. */
export const commandLine: Partial<Readonly<Record<MessageKey, Text>>> = {
  'part/see-layer-list': 'the command "layers" lists all names.',
  'internal/unexpected':
    '{what}; this is a mistake in Featurescope: please report it with the command you gave.',
};
