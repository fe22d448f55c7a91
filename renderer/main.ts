import { mount } from 'svelte';
import App from './App.svelte';
import { RealApi } from './api/real-api';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/panes.css';

/** Settings come first, so that the first paint has the right theme and language. */
async function start(): Promise<void> {
  const bridge = window.featurescope;
  if (!bridge) throw new Error('The preload script did not run.');
  const api = new RealApi(bridge);
  const [info, settings] = await Promise.all([
    api.call('app:info', undefined),
    api.call('settings:read', undefined),
  ]);
  mount(App, { target: document.getElementById('app')!, props: { api, info, settings } });
}

void start();
