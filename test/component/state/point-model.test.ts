import { beforeEach, expect, it } from 'vitest';
import { PointModel } from '../../../renderer/state/point-model.svelte';
import { createApi } from '../helpers';
import { createStage, type Stage } from './alone.svelte';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage(createApi()); // 60 x 40, stretched
});

it('hovers over what is pinned and comes back to it', () => {
  const point = new PointModel(stage);
  point.pinned = { x: 10.5, y: 5.5 };
  point.hover({ x: 59.9, y: 99 });
  expect(point.inImage?.y).toBeCloseTo(39.999);
  point.hover(null);
  expect(point.inImage).toEqual({ x: 10.5, y: 5.5 });
  point.move(-20, 1);
  expect(point.pinned).toEqual({ x: 0, y: 6.5 });
  point.free();
  expect(point.inImage).toBeNull();
  point.move(1, 0);
  expect(point.pinned).toEqual({ x: 31.5, y: 20.5 });
});

it("lies over the model's input where the result is of this picture", () => {
  const point = new PointModel(stage);
  point.hoverUnit({ x: 0.5, y: 0.25 });
  point.pin();
  expect(point.pinned).toEqual({ x: 30, y: 10 });
  expect(point.inUnit).toEqual({ x: 0.5, y: 0.25 });
  stage.picture = { ...stage.picture!, pictureId: 'another' };
  expect(point.inUnit).toBeNull();
});
