import type { Catalog } from '../model/catalog';
import { looksLikeAddress } from '../model/download/address';
import { downloadModel } from '../model/download/download';
import type { RequestInput } from '../shared/contract';
import { FeaturescopeError } from '../shared/errors';
import type { JobContext } from './services';

/** Reports for each of so many parts are enough for the eye. */
const STEPS = 400;

/** Downloads a model for the page, which may name a file of the user but no address of its own. */
export async function downloadFor(
  catalog: Catalog,
  { id, file }: RequestInput<'model:download'>,
  job: JobContext,
): Promise<void> {
  if (file !== null && looksLikeAddress(file))
    throw new FeaturescopeError('model/bad-address', `taking ${file}: it is not a file on this disk.`);
  let told = '';
  await downloadModel(catalog, catalog.find(id), {
    from: file ?? undefined,
    signal: job.signal,
    onProgress: ({ stage, fraction }) => {
      const step = `${stage} ${Math.floor((fraction ?? 0) * STEPS)}`;
      if (step === told) return;
      told = step;
      job.progress({ stage, fraction });
    },
  });
}
