import type { MessageKey } from '../../../electron/shared/texts/translator';
import type { IconName } from '../../components/icons';
import { shortcutOf } from '../../lib/shortcuts';
import type { AppModel } from '../../state/app-model.svelte';
import type { Words } from '../../lib/words';

/** A button in the head of the inspector. */
export interface InspectorTool {
  readonly icon: IconName;
  readonly label: MessageKey;
  readonly shortcut: (t: Words['t']) => string;
  readonly isEnabled?: (app: AppModel) => boolean;
  /** For what is on or off. */
  readonly isPressed?: (app: AppModel) => boolean;
  readonly run: (app: AppModel) => void;
}

/** From left to right. */
export const INSPECTOR_TOOLS: readonly InspectorTool[] = [
  {
    icon: 'previous',
    label: 'inspector.previous',
    shortcut: (t) => shortcutOf('previousMap', t),
    isEnabled: ({ commands }) => commands.isEnabled('previousMap'),
    run: ({ commands }) => commands.run('previousMap'),
  },
  {
    icon: 'next',
    label: 'inspector.next',
    shortcut: (t) => shortcutOf('nextMap', t),
    isEnabled: ({ commands }) => commands.isEnabled('nextMap'),
    run: ({ commands }) => commands.run('nextMap'),
  },
  {
    icon: 'fill',
    label: 'inspector.fill',
    shortcut: (t) => shortcutOf('fillWindow', t),
    isPressed: ({ inspector }) => inspector.isLarge,
    run: ({ commands }) => commands.run('fillWindow'),
  },
  {
    icon: 'close',
    label: 'inspector.close',
    shortcut: (t) => t('key.escape'),
    run: ({ inspector }) => inspector.close(),
  },
];
