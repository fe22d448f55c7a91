import type { Body, Setting } from './body';
import { comparisonBody } from './comparison-body';
import type { DrawnContent } from './content';
import { hypercolumnsBody } from './hypercolumns-body';
import { mapBody } from './map-body';
import { layerBody, mapsBody } from './maps-body';
import { predictionsBody } from './predictions-body';
import { sheetBody } from './sheet-body';

type Contents = { readonly [Content in DrawnContent as Content['kind']]: Content };

const BODIES: {
  readonly [Kind in keyof Contents]: (content: Contents[Kind], setting: Setting) => Body;
} = {
  maps: mapsBody,
  layer: layerBody,
  map: mapBody,
  hypercolumns: hypercolumnsBody,
  predictions: predictionsBody,
  sheet: sheetBody,
  comparison: comparisonBody,
};

/** The body of a figure by what it shows. */
export function bodyOf(content: DrawnContent, setting: Setting): Body {
  return (BODIES[content.kind] as (content: DrawnContent, setting: Setting) => Body)(content, setting);
}
