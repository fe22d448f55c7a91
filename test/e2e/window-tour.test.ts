// A user's way through the window, from the first picture to the next start. The tests build on each other.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { projectRoot } from '../../build/electron/version.mjs';
import { readImageFile } from '../read-image-file';
import {
  answerOpenDialog,
  answerSaveDialog,
  clickMenu,
  computePid,
  countColours,
  dropFiles,
  isRunning,
  pasteImage,
  processesOf,
  readBars,
  readTile,
  recordPushes,
  saveAs,
  saveFigure,
  shows,
  startApp,
  temporaryFolder,
  type RunningApp,
} from './window-driver';

const soon = { timeout: 15_000, interval: 50 };
const photos = path.join(projectRoot, 'test/fixtures/photos');
const coffee = path.join(photos, 'coffee.png');

describe('a user', () => {
  let running: RunningApp;
  let folder: string;
  beforeAll(async () => {
    folder = temporaryFolder();
    running = await startApp();
    await shows(running.page, 'Egyptian cat');
  });
  afterAll(async () => {
    await running.app.close();
    fs.rmSync(folder, { recursive: true });
  });

  const text = (): Promise<string> => running.page.evaluate(() => document.body.innerText);
  const tab = (name: string): Locator => running.page.getByRole('radio', { name, exact: true });
  const pick = async (button: RegExp, item: string): Promise<void> => {
    await running.page.getByRole('button', { name: button }).click();
    await running.page.getByRole('menuitemradio', { name: item, exact: true }).click();
  };
  const chooseLayers = async (spec: string): Promise<void> => {
    await running.page.getByRole('button', { name: /^Layers: / }).click();
    const field = running.page.getByLabel('Layers, e.g.');
    await field.fill(spec);
    await field.press('Enter');
    await running.page.keyboard.press('Escape');
  };
  const drawn = (layer: number, filter: number, colours = 20): Promise<void> =>
    vi.waitFor(
      async () => expect(countColours(await readTile(running.page, layer, filter))).toBeGreaterThan(colours),
      soon,
    );

  it('sees the sample photo analysed: ten classes, the most probable first', async () => {
    const bars = await readBars(running.page);
    expect(bars).toHaveLength(10);
    expect(bars.slice(0, 3).map(({ label }) => label)).toEqual(['Egyptian cat', 'tiger cat', 'tabby']);
    expect(bars[0]?.percent).toBeCloseTo(79.1, 0);
    const percents = bars.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((a, b) => b - a));
    expect(percents.every((percent) => percent > 0)).toBe(true);
    expect(await text()).toContain('451 × 300');
    await drawn(1, 0);
  });

  it('drops a photo from the disk and sees it in all panes', async () => {
    const { page } = running;
    const images = (): Promise<string[]> =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLCanvasElement>('canvas')]
          .filter((canvas) => canvas.height > 1) // not the colour ramps
          .map((canvas) => canvas.toDataURL()),
      );
    const before = await images();
    expect(before.length).toBeGreaterThanOrEqual(6); // photo, loupe, matrix, two canvases for each hypercolumn
    await dropFiles(running, [coffee]);
    await shows(page, 'coffee.png analysed: espresso, 89.9%.');
    expect((await readBars(page))[0]).toEqual({ label: 'espresso', percent: 89.9 });
    expect(await text()).toContain('600 × 400');
    await vi.waitFor(async () => {
      const now = await images();
      expect(now).toHaveLength(before.length);
      expect(now.filter((image, place) => image === before[place])).toEqual([]);
    }, soon);
  });

  it('pastes a picture', async () => {
    await pasteImage(running, path.join(photos, 'rocket.jpg'));
    await shows(running.page, 'image.png analysed: drilling platform');
    expect((await readBars(running.page))[0]?.label).toBe('drilling platform');
  });

  it('finds the dropped photo among the recent ones, in the page and in the menu', async () => {
    await running.page.getByRole('button', { name: 'coffee.png' }).click();
    await shows(running.page, 'coffee.png analysed');
    const recent = await running.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()
        ?.items.flatMap((menu) => menu.submenu?.items ?? [])
        .find(({ label }) => label === 'Open recent')
        ?.submenu?.items.map(({ label, toolTip }) => [label, toolTip]),
    );
    expect(recent).toEqual([['coffee.png', coffee]]);
  });

  it('opens a picture by the dialog, and goes back by the menu', async () => {
    await answerOpenDialog(running, [path.join(photos, 'rocket.jpg')]);
    await clickMenu(running, 'open');
    await shows(running.page, 'rocket.jpg analysed: drilling platform');
    await clickMenu(running, 'sample');
    await shows(running.page, 'chelsea.png analysed: Egyptian cat');
    await dropFiles(running, [coffee]);
    await shows(running.page, 'coffee.png analysed');
  });

  it('reads more bars', async () => {
    await tab('20').click();
    const bars = await vi.waitFor(async () => {
      const now = await readBars(running.page);
      expect(now).toHaveLength(20);
      return now;
    }, soon);
    expect(bars[0]?.label).toBe('espresso');
  });

  it('chooses layers by number, by name and by preset', async () => {
    const { page } = running;
    const heads = async (): Promise<string[]> =>
      (await page.getByRole('columnheader').locator('b').allInnerTexts()).map((head) => head.trim());
    await chooseLayers('3, 7-9');
    await vi.waitFor(async () => expect(await heads()).toEqual(['3', '7', '8', '9']), soon);
    await drawn(9, 1);
    await chooseLayers('stem_act, b1_dw_act');
    await vi.waitFor(async () => expect(await heads()).toEqual(['3', '14']), soon);
    await page.getByRole('button', { name: /^Layers: / }).click();
    await page.getByRole('button', { name: 'One per block' }).click();
    await vi.waitFor(async () => expect((await heads()).length).toBeGreaterThan(8), soon);
    await page.getByRole('searchbox', { name: 'Search by name or class' }).fill('_conv_stem');
    await page.getByRole('checkbox', { name: /^1 / }).click();
    await vi.waitFor(async () => expect((await heads())[0]).toBe('1'), soon);
    await page.keyboard.press('Escape');
    const before = await heads();
    await page.getByRole('button', { name: /^Layers: / }).click();
    await page.getByLabel('Layers, e.g.').fill('stem_akt, 1/9');
    await shows(page, 'No layer matches “stem_akt” (did you mean stem_act?), “1/9”.');
    await page.keyboard.press('Enter');
    expect(await heads()).toEqual(before); // the last good choice stays
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.press('Escape');
  });

  it('scrolls the matrix of all layers to the last one and sees its maps', async () => {
    const { page } = running;
    await page.getByRole('button', { name: /^Layers: / }).click();
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.keyboard.press('Escape');
    const matrix = page.getByRole('grid', { name: 'Feature maps' });
    await vi.waitFor(async () => {
      expect(Number(await matrix.getAttribute('aria-colcount'))).toBeGreaterThan(140);
    }, soon);
    await matrix.hover();
    await vi.waitFor(async () => {
      await page.mouse.wheel(3000, 0);
      const isAtEnd = await matrix.evaluate((box) => box.scrollLeft >= box.scrollWidth - box.clientWidth - 1);
      expect(isAtEnd).toBe(true);
    }, soon);
    const last = page.getByRole('columnheader').last().locator('b');
    expect(Number(await last.innerText())).toBeGreaterThanOrEqual(140);
    await drawn(140, 0, 5); // 7 x 7 values
    const tile = page.getByRole('gridcell', {
      name: /^layer 140 head_act, channel 0, [\d.]+ to [\d.]+(, [\d.]+% zeros)?(: \w+)?$/,
    });
    await tile.waitFor();
    // Only what is on screen exists, of more than 60,000 maps.
    expect(await page.getByRole('gridcell').count()).toBeLessThan(600);
  });

  it('changes the range and the colours', async () => {
    const { page } = running;
    await chooseLayers('1-8');
    // One without a badge, which comes when the layer is judged.
    await drawn(1, 0);
    const byMap = await readTile(page, 1, 0);
    await tab('Layer').click();
    await shows(page, 'each layer: own min to max');
    await vi.waitFor(async () => expect(await readTile(page, 1, 0)).not.toEqual(byMap), soon);
    await tab('Fixed').click();
    await page
      .getByRole('spinbutton', { name: 'Upper limit' })
      .or(page.getByLabel('Upper limit'))
      .fill('0.001');
    await page.keyboard.press('Enter');
    // Nearly every value lies outside: only the two end colours and the few pixels between are left.
    await vi.waitFor(async () => {
      const tile = await readTile(page, 3, 2);
      const ends = tile?.filter(
        ([red = 0, green = 0]) => (red > 200 && green > 200) || (red < 80 && green < 20),
      );
      expect((ends?.length ?? 0) / (tile?.length ?? 1)).toBeGreaterThan(0.5);
    }, soon);
    await tab('Map').click();
    await vi.waitFor(async () => expect(await readTile(page, 1, 0)).toEqual(byMap), soon);
    await page
      .getByRole('button', { name: /^Colour map: viridis/ })
      .first()
      .click();
    await page.getByRole('menuitemradio', { name: 'grey' }).click();
    await vi.waitFor(async () => {
      const tile = await readTile(page, 1, 0);
      expect(tile?.every(([red, green, blue]) => red === green && green === blue)).toBe(true);
    }, soon);
  });

  it('adds a hypercolumn of its own layers', async () => {
    const { page } = running;
    await page.getByRole('button', { name: 'Custom layer set' }).click();
    await page.getByRole('form', { name: 'Custom layer set' }).getByRole('textbox').fill('1-3');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const view = page.getByRole('img', { name: /^Set C, mean of 96 maps/ });
    await view.waitFor();
    const colours = await view.evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      return { size: [canvas.width, canvas.height], count: new Set(new Uint32Array(data.buffer)).size };
    });
    expect(colours.size).toEqual([224, 224]);
    expect(colours.count).toBeGreaterThan(100);
  });

  it('inspects maps by mouse and by keyboard', async () => {
    const { page } = running;
    const title = (name: string): Promise<void> => page.getByRole('heading', { name, exact: true }).waitFor();
    await page.getByRole('gridcell', { name: /^layer 3 .*channel 1,/ }).click();
    await title('Layer 3 · Channel 1');
    await page.getByRole('img', { name: /^Map 1 of layer 3 stem_act, 112 × 112, 0\.35 to 5\.88$/ }).waitFor();
    await page.keyboard.press(']');
    await title('Layer 3 · Channel 2');
    await page.getByRole('button', { name: /^Previous map/ }).click();
    await title('Layer 3 · Channel 1');
    await page.keyboard.press('Escape');
    await vi.waitFor(async () => expect(await text()).not.toContain('· Channel'), soon);
    await page.getByRole('grid', { name: 'Feature maps' }).focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await title('Layer 2 · Channel 2');
    await page.getByRole('img', { name: /^Map 2 of layer 2 / }).waitFor();
    await page.keyboard.press('Escape');
    // The inspector takes room from the matrix; the tile at its right end stays in view.
    await chooseLayers('0-14');
    const tile = page.getByRole('gridcell', { name: /^layer 14 .*channel 0,/ });
    await tile.click();
    await title('Layer 14 · Channel 0');
    await vi.waitFor(async () => {
      const matrix = (await page.getByRole('grid', { name: 'Feature maps' }).boundingBox())!;
      const { x, width } = (await tile.boundingBox())!;
      expect(x + width).toBeLessThanOrEqual(matrix.x + matrix.width);
    }, soon);
    await chooseLayers('1-8');
    await page.getByRole('gridcell', { name: /^layer 2 .*channel 2,/ }).click();
    await page.getByRole('img', { name: /^Map 2 of layer 2 / }).waitFor();
  });

  it('shows the kernel behind a map, and how the value under the point comes about', async () => {
    const { page } = running;
    const photo = page.getByRole('application', { name: /^coffee.png/ });
    const box = (await photo.boundingBox())!;
    await photo.click({ position: { x: box.width * 0.6, y: box.height * 0.4 } });
    await page.mouse.move(5, 5);
    const inspector = page.getByRole('complementary');
    await inspector.getByRole('tab', { name: 'Looks for' }).click();
    await inspector.getByText('1 _conv_stem, 3 × 3 × 3').waitFor();
    expect(await inspector.getByRole('img', { name: /^Weights of (red|green|blue): / }).count()).toBe(3);
    await inspector.getByRole('tab', { name: 'Step by step' }).click();
    const sum = inspector.getByRole('row', { name: /^Sum of 27 products 1 _conv_stem/ }).getByRole('cell');
    const value = inspector.getByRole('row', { name: /^The value of the map/ }).getByRole('cell');
    const here = inspector.locator('.legend b');
    await vi.waitFor(async () => expect(await value.innerText()).toBe(await here.innerText()), soon);
    const norm = inspector.getByRole('row', { name: /2 _bn0/ });
    const [, factor, sign, shift] = /× (\S+) ([+−]) (\S+)/.exec(await norm.innerText())!;
    const number = (text = ''): number => Number(text.replace('−', '-'));
    const shifted =
      number(await sum.innerText()) * number(factor) + number(`${sign}${shift}`.replace('+', ''));
    // Four digits are shown of each.
    expect(shifted).toBeCloseTo(number(await norm.getByRole('cell').innerText()), 1);
    // Another place has another sum.
    const before = await sum.innerText();
    await photo.click({ position: { x: box.width * 0.2, y: box.height * 0.8 } });
    await vi.waitFor(async () => expect(await sum.innerText()).not.toBe(before), soon);
    await inspector.getByRole('tab', { name: 'Map', exact: true }).click();
  });

  it('gives axe nothing to complain about in the inspector and above the maps, in light and dark', async () => {
    const { page } = running;
    await page.evaluate(fs.readFileSync(path.join(projectRoot, 'node_modules/axe-core/axe.min.js'), 'utf8'));
    for (const theme of ['dark', 'light'])
      for (const tab of ['Looks for', 'Step by step', 'Map']) {
        await page.evaluate((name) => void (document.documentElement.dataset['theme'] = name), theme);
        await page.getByRole('complementary').getByRole('tab', { name: tab, exact: true }).click();
        const found = await page.evaluate(
          `axe.run({ include: [['aside'], ['[data-pane=maps] .head']] }).then(({ violations }) =>
            violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))`,
        );
        expect(found, `${theme}, ${tab}`).toEqual([]);
      }
  });

  it('pins a point and reads its values in every pane', async () => {
    const { page } = running;
    const photo = page.getByRole('application', { name: /^coffee.png/ });
    const box = (await photo.boundingBox())!;
    await photo.click({ position: { x: box.width * 0.25, y: box.height * 0.5 } });
    await page.mouse.move(5, 5);
    const readout = async (name: string): Promise<string> =>
      page
        .locator('dl.kv')
        .first()
        .evaluate((list, wanted) => {
          const term = [...list.querySelectorAll('dt')].find((one) => one.textContent === wanted);
          return term?.nextElementSibling?.textContent?.trim() ?? '';
        }, name);
    const [x = 0, y = 0] = (await readout('Image pixel')).split(',').map(Number);
    expect(Math.abs(x - 150)).toBeLessThanOrEqual(2);
    expect(Math.abs(y - 200)).toBeLessThanOrEqual(2);
    expect(await readout('Model pixel')).toBe(
      `${Math.floor(((x + 0.5) * 224) / 600)}, ${Math.floor(((y + 0.5) * 224) / 400)}`,
    );
    const { image } = await readImageFile(coffee);
    const at = (y * image.width + x) * 3;
    expect(await readout('RGB')).toBe([...image.data.subarray(at, at + 3)].join(' '));
    expect(await readout('Mean A')).toMatch(/^[−\d.]+$/);
    expect(await readout('Mean B')).toMatch(/^[−\d.]+$/);
    await page
      .getByText(/^here/)
      .locator('..')
      .getByText(/^[−\d.]+$/)
      .waitFor();
    expect(await page.locator('.pin').count()).toBe(5); // photo, three hypercolumns, inspector
    await photo.focus();
    await page.keyboard.press('Shift+ArrowRight');
    expect(await readout('Image pixel')).toBe(`${x + 10}, ${y}`);
    await page.keyboard.press('Escape'); // the inspector
    await page.keyboard.press('Escape'); // the point
    expect(await readout('Image pixel')).toBe('–');
  });

  it('makes up a figure, sees it change, and saves the very file that the command line writes', async () => {
    const { page } = running;
    await answerSaveDialog(running, path.join(folder, 'sample.jpg'));
    await saveFigure(running);
    await shows(page, 'sample.jpg saved');
    const jpeg = await readImageFile(path.join(folder, 'sample.jpg'));
    expect(jpeg.warnings).toEqual([]);
    expect(new Set(jpeg.image.data).size).toBeGreaterThan(100);

    await clickMenu(running, 'exportFigure');
    const dialog = page.getByRole('dialog', { name: 'Figure' });
    const preview = dialog.getByRole('img');
    await dialog.getByText(/^2,055 × [\d,]+ pixels · 174 × \d+ mm · /).waitFor();
    const before = await preview.getAttribute('src');
    await dialog.getByRole('textbox', { name: 'Width' }).fill('86');
    await dialog.getByRole('button', { name: /^Format:/ }).click();
    await page.getByRole('menuitemradio', { name: /^PNG/ }).click();
    await dialog.getByText(/^1,016 × [\d,]+ pixels · 86 × \d+ mm · [\d.]+ [KM]B$/).waitFor();
    expect(await preview.getAttribute('src')).not.toBe(before);
    const size = await preview.evaluate((picture: HTMLImageElement) => [
      picture.naturalWidth,
      picture.naturalHeight,
    ]);
    const target = path.join(folder, 'sample.png');
    await answerSaveDialog(running, target);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await shows(page, 'sample.png saved');
    const { image } = await readImageFile(target);
    expect(image.width).toBe(1016);
    expect(size[1]! / size[0]!).toBeCloseTo(image.height / image.width, 1);

    const grid = ['out/cli.mjs', 'grid', coffee, '--layers', '1-8', '--colormap', 'grey', '--marks'];
    const same = (file: string, options: string[] = []) => {
      const reference = path.join(folder, `reference-${file}`);
      execFileSync(process.execPath, [...grid, ...options, '--out', reference], {
        ...{ cwd: projectRoot, stdio: 'pipe' },
      });
      return fs.readFileSync(path.join(folder, file)).equals(fs.readFileSync(reference));
    };
    expect(same('sample.jpg')).toBe(true);
    expect(same('sample.png', ['--width', '86mm'])).toBe(true);
  });

  it('saves the predictions of all classes', async () => {
    const target = path.join(folder, 'predictions.csv');
    await saveAs(running, 'Predictions as CSV', target);
    const lines = fs.readFileSync(target, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(1001);
    expect(lines[0]).toMatch(/rank.*label.*probability/i);
    expect(lines[1]).toMatch(/^1,967,n07920052,espresso,0\.89/);
  });

  it('saves activations that NumPy can read', async () => {
    const target = path.join(folder, 'maps.npz');
    await saveAs(running, 'Activations as NPZ', target);
    const files = unzipSync(fs.readFileSync(target));
    const arrays = Object.entries(files).map(([name, bytes]) => {
      const headerBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint16(8, true);
      const header = Buffer.from(bytes.subarray(10, 10 + headerBytes)).toString('latin1');
      const values = new Float32Array(bytes.slice(10 + headerBytes).buffer);
      return { name, header, values };
    });
    expect(arrays).toHaveLength(8);
    const stem = arrays.find(({ name }) => name === '3.npy')!;
    expect(stem.header).toContain("'descr': '<f4', 'fortran_order': False, 'shape': (112, 112, 32)");
    expect(stem.values).toHaveLength(112 * 112 * 32);
    expect(stem.values.every((value) => value >= 0 && value <= 6)).toBe(true); // ReLU6
    expect(stem.values.some((value) => value > 0)).toBe(true);
  });

  it('saves a pane as PNG, in its own pixels', async () => {
    const { page } = running;
    await answerSaveDialog(running, path.join(folder, 'hypercolumn.png'));
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'Pane or map as PNG' }).click();
    await page.getByRole('radio', { name: 'Hypercolumn A' }).check();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await shows(page, 'hypercolumn.png saved');
    const { image } = await readImageFile(path.join(folder, 'hypercolumn.png'));
    expect([image.width, image.height]).toEqual([224, 224]);
    expect(new Set(image.data).size).toBeGreaterThan(50);
  });

  it('saves statistics, and maps into a folder of their own', async () => {
    await saveAs(running, 'Statistics as CSV', path.join(folder, 'stats.csv'));
    expect(fs.readFileSync(path.join(folder, 'stats.csv'), 'utf8')).toMatch(/^layer,name,channel,.*\n1,_conv_stem,0,112,112,/); // prettier-ignore
    await chooseLayers('3');
    await saveAs(running, 'Maps as PNG', path.join(folder, 'maps'));
    const maps = fs.readdirSync(path.join(folder, 'maps'));
    expect(maps).toHaveLength(32);
    const map = await readImageFile(path.join(folder, 'maps', maps[0]!));
    expect([map.image.width, map.image.height]).toEqual([112, 112]);
    expect(fs.readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('switches the language and the theme', async () => {
    const { page } = running;
    const background = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await tab('中文').click();
    await shows(page, '特征图');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await text()).not.toContain('Feature maps');
    const menus = (): Promise<string[] | undefined> =>
      running.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label));
    await vi.waitFor(async () => expect(await menus()).toEqual(['文件', '编辑', '视图', '帮助']), soon);
    await tab('EN').click();
    await shows(page, 'Feature maps');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await pick(/^Theme: /, 'Light');
    const light = await background();
    await pick(/^Theme: /, 'Dark');
    await vi.waitFor(async () => expect(await background()).not.toBe(light), soon);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });

  it('goes on after the compute process was killed: the last picture is analysed again', async () => {
    const { app, page } = running;
    const pid = await computePid(app);
    await recordPushes(page);
    process.kill(pid!, 'SIGKILL');
    await shows(page, 'The engine stopped and was started again.');
    await page.waitForFunction(() => globalThis.seenPorts > 0);
    await page.locator('footer').getByText('Ready').waitFor();
    expect(await computePid(app)).not.toBe(pid);
    expect((await readBars(page))[0]).toEqual({ label: 'espresso', percent: 89.9 });
    // Saving needs an analysis in the new process.
    const target = path.join(folder, 'after.csv');
    await saveAs(running, 'Predictions as CSV', target);
    expect(fs.readFileSync(target, 'utf8')).toMatch(/\n1,967,n07920052,espresso,0\.89/);
    await page.getByRole('gridcell', { name: /^layer 3 .*channel 2,/ }).click();
    await page.getByRole('img', { name: /^Map 2 of layer 3 / }).waitFor();
  });

  it('finds everything as it was at the next start', async () => {
    const { app, page, userData } = running;
    await chooseLayers('5-7');
    await page.getByRole('button', { name: 'Larger tiles' }).or(page.getByRole('slider', { name: 'Size' })).press('Home'); // prettier-ignore
    await tab('Crop').click();
    await tab('中文').click(); // the last change is made just before the end
    const bounds = await app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      window.setBounds({ x: 60, y: 70, width: 1300, height: 800 });
      return window.getBounds();
    });
    const processes = await processesOf(app);
    const closed = app.waitForEvent('close');
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await closed;
    await vi.waitFor(() => expect(processes.filter(({ pid }) => isRunning(pid))).toEqual([]), soon);

    running = await startApp(userData);
    await shows(running.page, '特征图');
    await shows(running.page, 'espresso'); // the last picture is open again
    expect(await running.page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await running.page.locator('html').getAttribute('data-theme')).toBe('dark');
    const answer = await running.page.evaluate(
      () => globalThis.featurescope.ask('settings:read', undefined).answer,
    );
    expect(answer).toMatchObject({
      ok: true,
      value: { layers: '5-7', topK: 20, fit: 'crop', colormap: 'grey', customSet: '1-3' },
    });
    expect(await running.page.getByRole('columnheader').locator('b').allInnerTexts()).toEqual([
      '5',
      '6',
      '7',
    ]);
    await running.page.getByRole('button', { name: 'coffee.png' }).waitFor();
    expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(bounds); // prettier-ignore
  });
});
