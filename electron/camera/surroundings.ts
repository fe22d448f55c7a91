/** What the camera room takes from the machine; tests pass another one. */
export interface CameraSurroundings {
  readonly platform: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where Linux has its video nodes. */
  readonly devicesFolder: string;
  /** Where Linux tells the names of cameras: one folder for each video node. */
  readonly namesFolder: string;
  /** A shot that takes longer is ended: no camera needs this long to warm up and give a frame. */
  readonly shotLimitMs: number;
  /**
   * Whether `FILE:/path` may stand in for a camera. Tests use it for known pixels; for everybody else a device is a camera,
   * so that whoever may name one cannot read files by it.
   */
  readonly mayReadFiles: boolean;
}

export const thisMachine: CameraSurroundings = {
  platform: process.platform,
  env: process.env,
  devicesFolder: '/dev',
  namesFolder: '/sys/class/video4linux',
  shotLimitMs: 15_000,
  mayReadFiles: false,
};
