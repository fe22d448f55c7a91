import { createContext } from 'svelte';
import type { AppModel } from './app-model.svelte';

/** The page's model, for every component below App.svelte. */
export const [getApp, setApp] = createContext<AppModel>();
