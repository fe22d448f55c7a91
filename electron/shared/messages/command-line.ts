import type { MessageKey, Text } from './message';

/** Where the command line says it in its own words: its options, its commands. Everything else is as in the window. */
export const commandLine: Partial<Readonly<Record<MessageKey, Text>>> = {
  'part/connect-camera-or-draw':
    'connect one and try again, or try the device TEST:colourbars, a drawn picture.',
  'part/choose-listed-camera-or-draw': 'choose one that the list of cameras has, or TEST:colourbars.',
  'part/install-with': "install it, for example with '{command}'.",
  'note/no-camera': 'no camera is connected; --device TEST:colourbars gives a drawn picture without one.',
  'part/see-layer-list': 'the command "layers" lists all names.',
  'internal/unexpected':
    '{what}; this is a mistake in Featurescope: please report it with the command you gave.',
};
