import { requireSpace } from '../files/free-space';
import type { ListedLayer } from '../model/network';
import type { ExportSize } from '../shared/contract';
import type { Message } from '../shared/messages/message';
import { eachActivation, resultsOf, type LayerResult, type OnPass } from './activations';
import type { ModelSession } from './model-session';
import { passHoldsNotFinite, warningOf } from './not-finite';
import { NpzFile, npzBytes } from './npz-file';
import { remarksOf, type Remarks } from './remarks';
import type { ModelInput } from './source-picture';

export interface ActivationsOptions {
  /** Name of the picture, for warnings. */
  readonly picture: string;
  /** What failures say of the file, which has its name only when all is well. */
  readonly doing: Message;
  readonly onPass: OnPass;
}

/** How many bytes `writeActivations` writes at most, into its one file. */
export function sizeOfActivations(
  session: ModelSession,
  input: ModelInput,
  layers: readonly ListedLayer[],
): ExportSize {
  return { files: 1, bytes: bytesOfResults(resultsOf(session, input, layers)) };
}

const bytesOfResults = (results: readonly LayerResult[]) =>
  npzBytes(results.map(({ key, shape }) => ({ name: key, shape })));

/**
 * Writes float activations of layers as .npz, every call and output of each, pass by pass.
 * @param file  is created; who asked for it removes it where this fails
 * @throws FeaturescopeError output/no-space, engine/no-memory before anything is computed
 */
export async function writeActivations(
  session: ModelSession,
  input: ModelInput,
  layers: readonly ListedLayer[],
  file: string,
  { picture, doing, onPass }: ActivationsOptions,
): Promise<Remarks> {
  const results = resultsOf(session, input, layers);
  await requireSpace(file, bytesOfResults(results), doing);
  const npz = await NpzFile.create(file);
  try {
    const take: Parameters<typeof eachActivation>[4] = ({ key, tensor }) => npz.add(key, tensor);
    const warning = await eachActivation(session, input, results, picture, take, onPass);
    await npz.finish();
    return remarksOf(warning);
  } finally {
    await npz.close();
  }
}

/** What layers give for an input, without keeping any of it: their results, and a warning where these are no numbers. */
export function lookAtResults(
  session: ModelSession,
  input: ModelInput,
  layers: readonly ListedLayer[],
  picture: string,
): { results: LayerResult[]; remarks: Remarks } {
  const results = resultsOf(session, input, layers);
  const refs = results.map(({ ref }) => ref);
  const pass = session.engine.run({ finiteness: refs }, input.tensor);
  const warning = passHoldsNotFinite(pass) ? warningOf(session, input, refs, picture) : undefined;
  return { results, remarks: remarksOf(warning) };
}
