/**
 * The page in a plain browser: no Electron, no TensorFlow, made-up maps over a real photo. Query options: `model=big` for 313
 * layers, `theme`, `language`, `layers`, `delay` (ms per request), `fail` (a request name that fails).
 */
import { mount } from 'svelte';
import App from '../../renderer/App.svelte';
import { FakeApi } from './fake-api';
import { rgbFromImageData } from '../../renderer/lib/pixels';
import '../../renderer/styles/tokens.css';
import '../../renderer/styles/base.css';
import '../../renderer/styles/controls.css';
import '../../renderer/styles/panes.css';

async function readPhoto(url: string) {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const pen = canvas.getContext('2d')!;
  pen.drawImage(image, 0, 0);
  return rgbFromImageData(pen.getImageData(0, 0, canvas.width, canvas.height));
}

async function start(): Promise<void> {
  const query = new URLSearchParams(location.search);
  const api = new FakeApi({
    photo: await readPhoto('./chelsea.png'),
    isBig: query.get('model') === 'big',
    delayMs: Number(query.get('delay') ?? 0),
    failing: query.get('fail') ?? '',
    settings: {
      theme: query.get('theme') === 'dark' ? 'dark' : 'light',
      language: query.get('language') === 'zh-CN' ? 'zh-CN' : 'en',
      layers: query.get('layers') ?? '0-14',
    },
  });
  const [info, settings] = await Promise.all([
    api.call('app:info', undefined),
    api.call('settings:read', undefined),
  ]);
  Object.assign(window, { fakeApi: api });
  mount(App, { target: document.getElementById('app')!, props: { api, info, settings } });
}

void start();
