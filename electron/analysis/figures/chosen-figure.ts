import { orderOfChannels, shownChannels } from '../../core/chosen-channels';
import type { ChannelChoice } from '../../shared/channel-choice';
import type { Figure } from '../../shared/contract';
import { failed } from '../../shared/errors';
import { isDetail, STATISTIC_IDS } from '../../shared/map-statistics';
import type { MapStatistics } from '../../engine/pass';
import { Judge } from '../judge';
import { layersAt, type ModelSession } from '../model-session';
import { PictureAnalysis } from '../picture-analysis';
import type { ModelInput } from '../source-picture';
import { channelsOf } from './figure';

/** All maps by number. */
export const ALL_CHANNELS: ChannelChoice = {
  ...{ sort: 'index', smallestFirst: false },
  ...{ only: new Set<never>(), hidden: new Set<never>() },
};

/** True where a choice takes all maps by number. */
export function takesAll({ sort, only, hidden }: ChannelChoice): boolean {
  return sort === 'index' && only.size === 0 && hidden.size === 0;
}

/** Statistics of the layers of a figure, with what a choice looks at. */
function statisticsFor(
  session: ModelSession,
  input: ModelInput,
  places: readonly number[],
  { sort, only, hidden }: ChannelChoice,
): MapStatistics[] {
  const isByVerdict = sort === 'verdict' || sort === 'twins' || only.size + hidden.size > 0;
  const isByDetail = STATISTIC_IDS.some((id) => id === sort && isDetail(id));
  return new PictureAnalysis(session, input, places).statisticsOf(places, isByDetail, isByVerdict);
}

/**
 * The same figure with the channels that a choice takes of each layer, in its order; verdicts are those of this picture alone.
 * Where only maps of some verdicts are wanted, layers without one are left out.
 * @param most   channels of each layer
 * @param known  statistics of its layers, with details, where they are there
 * @throws FeaturescopeError layers/none-left, and of the area engine
 */
export function chosenFigure(
  session: ModelSession,
  input: ModelInput,
  figure: Figure,
  choice: ChannelChoice,
  most = Infinity,
  known?: readonly MapStatistics[],
): Figure {
  const places = figure.columns.map(({ layer }) => layer);
  const statistics = known ?? statisticsFor(session, input, places, choice);
  const judge = new Judge(session.network);
  const columns = layersAt(session, places).map((layer, place) => {
    const channels = channelsOf(session, layer);
    const one = statistics[place]!;
    const verdicts = one.twins ? judge.judgeAlone(layer, one) : null;
    const order = orderOfChannels({ statistics: one, verdicts, groups: verdicts?.groups ?? null }, choice);
    const shown = shownChannels(order, channels, verdicts, choice);
    const filters = shown ? Array.from(shown) : Array.from({ length: channels }, (_, channel) => channel);
    return { layer: layer.place, filters: channels === 0 ? [] : filters.slice(0, most) };
  });
  const left = choice.only.size === 0 ? columns : columns.filter(({ filters }) => filters.length > 0);
  if (!left.some(({ filters }) => filters.length > 0)) throw failed('layers/none-left', {});
  return { ...figure, columns: left };
}
