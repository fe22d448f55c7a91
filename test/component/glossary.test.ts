// Words of the field are explained where they stand.
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { VERDICT_KINDS } from '../../electron/shared/verdicts';
import { Translator } from '../../electron/shared/texts/translator';
import Term from '../../renderer/components/Term.svelte';
import { aroundWord, TERMS, termKeys } from '../../renderer/lib/glossary';
import { renderApp } from './helpers';

afterEach(() => vi.useRealTimers());

const english = new Translator('en');
const meaning = () => screen.queryByRole('tooltip');

describe('the glossary', () => {
  it('has two sentences for each word, in both languages, and every verdict among them', () => {
    expect(TERMS).toEqual(expect.arrayContaining([...VERDICT_KINDS]));
    for (const language of ['en', 'zh-CN'] as const) {
      const { text } = new Translator(language);
      for (const id of TERMS) {
        const sentences = text(termKeys(id).text).match(language === 'en' ? /\.(?= [A-Z]|$)/g : /。/g);
        expect(sentences, `${id} in ${language}`).toHaveLength(2);
        expect(text(termKeys(id).text)).not.toMatch(/[!！]/);
      }
    }
  });

  it('stands in the sheet of shortcuts, whole', async () => {
    await renderApp();
    await userEvent.keyboard('?');
    const sheet = screen.getByRole('dialog', { name: 'Keyboard shortcuts' });
    const words = within(sheet).getByRole('heading', { name: 'Words' }).parentElement!;
    expect(
      within(words)
        .getAllByRole('term')
        .map((term) => term.textContent),
    ).toEqual(TERMS.map((id) => english.text(termKeys(id).name)));
  });

  it('finds a word within a sentence', () => {
    expect(aroundWord('log scale, entropy 1.4 bit', 'Entropy')).toEqual({
      ...{ before: 'log scale, ', word: 'entropy', after: ' 1.4 bit' },
    });
    expect(aroundWord('each on its own', 'Entropy')).toEqual({
      ...{ before: 'each on its own', word: '', after: '' },
    });
  });
});

describe('a word with a dotted underline', () => {
  it('is reached by keyboard: Enter shows what it means and takes it away, Escape too and nothing else', async () => {
    await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('complementary');
    const word = screen.getByRole('button', { name: 'Feature maps' });
    expect(word).not.toHaveAttribute('title');
    word.focus();
    await userEvent.keyboard('{Enter}');
    expect(meaning()).toHaveTextContent(english.text('term.featureMap.text'));
    expect(word).toHaveAccessibleDescription(/^Feature map One channel of a layer/);
    expect(word).toHaveAttribute('aria-expanded', 'true');
    await userEvent.keyboard('{Escape}');
    expect(meaning()).toBeNull();
    expect(word).toHaveFocus();
    expect(screen.getByRole('complementary')).toBeVisible(); // the inspector is still open
    await userEvent.keyboard('{Enter}{Enter}');
    expect(meaning()).toBeNull();
  });

  it('goes away when the keyboard leaves it', async () => {
    await renderApp();
    screen.getByRole('button', { name: 'Hypercolumns' }).focus();
    await userEvent.keyboard(' ');
    expect(meaning()).toHaveTextContent(english.text('term.hypercolumn.text'));
    await userEvent.tab();
    expect(meaning()).toBeNull();
  });

  it('shows it while the pointer rests on it or on its sentences, not while it passes', async () => {
    vi.useFakeTimers();
    const wording = { t: english.text };
    render(Term, { wording, id: 'entropy' });
    const word = screen.getByRole('button', { name: 'Entropy' });
    const enter = (element: Element) => fireEvent.pointerEnter(element, { pointerType: 'mouse' });
    await enter(word);
    await vi.advanceTimersByTimeAsync(200);
    await fireEvent.pointerLeave(word);
    await vi.advanceTimersByTimeAsync(1000);
    expect(meaning()).toBeNull();
    await enter(word);
    await vi.advanceTimersByTimeAsync(400);
    expect(meaning()).not.toBeNull();
    await fireEvent.pointerLeave(word);
    await enter(meaning()!);
    await vi.advanceTimersByTimeAsync(1000);
    expect(meaning()).not.toBeNull();
    await fireEvent.pointerLeave(meaning()!);
    await vi.advanceTimersByTimeAsync(1000);
    expect(meaning()).toBeNull();
  });

  it.each([
    ['Range', 'term.range.text'],
    ['entropy', 'term.entropy.text'],
  ] as const)('explains %s where it stands', async (name, text) => {
    await renderApp();
    await userEvent.click(screen.getByRole('button', { name }));
    await waitFor(() => expect(meaning()).toHaveTextContent(english.text(text)));
  });

  it('explains the class of a batch normalization among the facts of a layer', async () => {
    await renderApp();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}g');
    await userEvent.click(await screen.findByRole('button', { name: 'BatchNormalization' }));
    expect(meaning()).toHaveTextContent(english.text('term.batchNorm.text'));
    const { violations } = await axe.run(document.body, {
      runOnly: ['wcag2a', 'wcag2aa'],
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });
});
