import type { Tensor } from '../../core/tensor';
import type { ListedLayer } from '../../model/network';
import type { HeatBaseline, HeatMethodName } from '../../shared/names';
import { classActivationMap } from './class-activation-map';
import { gradCam, gradCamPlusPlus, heatOfLayer, layerCam, type LayerMethod } from './layer-methods';
import { occlusion, usualPatch, type Patch } from './occlusion';
import { gradientsOf, type HeatContext } from './passes';
import { gradientTimesInput, integratedGradients, smoothGrad } from './pixel-methods';
import { baselineOf, evenPicture } from './references';

/** What may be chosen of a method. */
export interface HeatSettings {
  /** Of methods that look at a layer. */
  readonly layer: ListedLayer;
  /** Steps of integrated gradients, copies of SmoothGrad. */
  readonly steps: number;
  readonly baseline: HeatBaseline;
  readonly seed: number;
  readonly patch?: Patch;
}

/** Heat and, where its sum or mean should be the score or a difference of scores, how far it is from that, as a share of it. */
export interface MadeHeat {
  readonly heat: Tensor;
  readonly completeness?: number;
}

/** A way to say which parts of a picture speak for a class. */
export interface HeatMethod {
  /** Where it was described first. */
  readonly source: string;
  /** What it gives a value to: each pixel of a layer's maps, each number of the input, each place of a square. */
  readonly of: 'layer' | 'pixels' | 'squares';
  make(context: HeatContext, settings: HeatSettings): Promise<MadeHeat>;
}

const ofLayer = (source: string, method: LayerMethod): HeatMethod => ({
  source,
  of: 'layer',
  make: async (context, { layer }) => ({ heat: await heatOfLayer(context, layer, method) }),
});

/** Middle grey of 0..255: what covers a part of a picture. */
const GREY = 128;

/** Every method, by the name that the command line has for it. */
export const HEAT_METHODS: Readonly<Record<HeatMethodName, HeatMethod>> = {
  cam: {
    source: 'Zhou et al., Learning Deep Features for Discriminative Localization, CVPR 2016',
    of: 'layer',
    async make(context) {
      await context.onPass(0);
      const { heat, bias } = classActivationMap(context);
      const score = gradientsOf(context, context.input, []).scores[0]!;
      const mean = heat.data.reduce((sum, value) => sum + value, 0) / heat.data.length;
      return { heat, completeness: (mean + bias - score) / score };
    },
  },
  gradcam: ofLayer(
    'Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization, ICCV 2017',
    gradCam,
  ),
  'gradcam++': ofLayer(
    'Chattopadhyay et al., Grad-CAM++: Generalized Gradient-based Visual Explanations for Deep Convolutional Networks, WACV 2018',
    gradCamPlusPlus,
  ),
  layercam: ofLayer(
    'Jiang et al., LayerCAM: Exploring Hierarchical Class Activation Maps for Localization, IEEE TIP 2021',
    layerCam,
  ),
  gradient: {
    source:
      'Shrikumar et al., Not Just a Black Box: Learning Important Features Through Propagating Activation Differences, 2016',
    of: 'pixels',
    make: async (context) => ({ heat: await gradientTimesInput(context) }),
  },
  ig: {
    source: 'Sundararajan et al., Axiomatic Attribution for Deep Networks, ICML 2017',
    of: 'pixels',
    make: (context, { baseline, steps }) =>
      integratedGradients(context, baselineOf(context.session, context.input, baseline), steps),
  },
  smoothgrad: {
    source: 'Smilkov et al., SmoothGrad: removing noise by adding noise, 2017',
    of: 'pixels',
    make: async (context, { steps, seed }) => ({ heat: await smoothGrad(context, steps, seed) }),
  },
  occlusion: {
    source: 'Zeiler and Fergus, Visualizing and Understanding Convolutional Networks, ECCV 2014',
    of: 'squares',
    make: async (context, { patch = usualPatch(context.input) }) => ({
      heat: await occlusion(context, patch, evenPicture(context.session, context.input, GREY)),
    }),
  },
};
