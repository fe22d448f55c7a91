import { InvalidArgumentError, Option, type Command } from 'commander';
import { ALL_CHANNELS } from '../analysis/figures/chosen-figure';
import { CHANNEL_SORTS, type ChannelChoice, type ChannelSort } from '../shared/channel-choice';
import { VERDICT_KINDS, type VerdictKind } from '../shared/verdicts';

/** Which channels of each layer, as options say it. */
export interface ChannelOptions {
  readonly filters?: number;
  readonly sort?: ChannelSort;
  readonly smallestFirst?: boolean;
  readonly only?: ReadonlySet<VerdictKind>;
  readonly hide?: ReadonlySet<VerdictKind>;
}

/** Channels of each layer where nothing else is said. */
const USUAL_CHANNELS = 3;

function toVerdicts(text: string): ReadonlySet<VerdictKind> {
  const kinds = text.split(',').map((one) => one.trim());
  const isKind = (one: string): one is VerdictKind => (VERDICT_KINDS as readonly string[]).includes(one);
  if (!kinds.every(isKind))
    throw new InvalidArgumentError(
      `It is not a list, such as copy,twin, of verdicts: ${VERDICT_KINDS.join(', ')}.`,
    );
  return new Set(kinds);
}

/** Adds the choice of maps by verdict. */
export function withVerdictChoice(command: Command, of = 'maps'): Command {
  return command
    .addOption(
      new Option('--only <verdicts>', `only ${of} with one of these verdicts, such as inactive,dead`)
        .argParser(toVerdicts)
        .conflicts(['classic', 'hide']),
    )
    .addOption(
      new Option('--hide <verdicts>', `no ${of} with one of these verdicts`)
        .argParser(toVerdicts)
        .conflicts('classic'),
    );
}

/** Adds the order of channels, and the choice of maps by verdict. */
export function withChannelChoice(command: Command): Command {
  return withVerdictChoice(
    command
      .addOption(
        new Option(
          '--sort <key>',
          'order of the channels: by a statistic, the largest first; by verdict; twins: alike ones together',
        )
          .choices(CHANNEL_SORTS)
          .conflicts('classic'),
      )
      .addOption(new Option('--smallest-first', 'the other way round, by a statistic').conflicts('classic')),
  );
}

/** The choice that options describe. */
export function channelChoiceOf({ sort, smallestFirst, only, hide }: ChannelOptions): ChannelChoice {
  return {
    ...ALL_CHANNELS,
    ...(sort && { sort }),
    ...(smallestFirst && { smallestFirst }),
    ...(only && { only }),
    ...(hide && { hidden: hide }),
  };
}

/** Channels of each layer: where only maps of some verdicts are wanted, all of them, unless there is a number. */
export function mostChannels({ filters, only }: ChannelOptions): number | undefined {
  return filters ?? (only ? undefined : USUAL_CHANNELS);
}
