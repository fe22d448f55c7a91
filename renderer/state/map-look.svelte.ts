import { WHOLE, type Zoom } from '../lib/zoom';
import { follow } from './follow.svelte';
import type { Session } from './session.svelte';

/** What the inspector tells below the map: how it is, what it answers to, how a value of it comes about. */
export const INSPECTOR_TABS = ['map', 'looks', 'steps'] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

/** How the inspected map is looked at: which stays so from one map to the next. */
export class MapLook {
  tab = $state<InspectorTab>('map');
  /** Of the map over the photo, 0..1. */
  opacity = $state(1);
  zoom = $state.raw<Zoom>(WHOLE);

  /** Another picture is looked at whole. */
  constructor(session: Pick<Session, 'picture'>) {
    follow(
      () => session.picture,
      () => void (this.zoom = WHOLE),
    );
  }

  nextTab(): void {
    const at = INSPECTOR_TABS.indexOf(this.tab);
    this.tab = INSPECTOR_TABS[(at + 1) % INSPECTOR_TABS.length]!;
  }
}
