import type { Catalog } from '../catalog/catalog';
import { looksLikeAddress } from '../catalog/download/address';
import { downloadModel } from '../catalog/download/download';
import type { RequestInput } from '../shared/contract';
import { failed } from '../shared/errors';
import { message } from '../shared/messages/message';
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
    throw failed(
      'model/bad-address',
      { problem: message('part/not-on-this-disk') },
      { during: [message('doing/opening', { file })] },
    );
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
