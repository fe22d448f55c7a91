// node-webcam 0.8.2 has no types; this is what we use of it.
declare module 'node-webcam' {
  export interface WebcamOptions {
    readonly width: number;
    readonly height: number;
    /** 1 to 100. */
    readonly quality: number;
    readonly output: 'jpeg' | 'png' | 'bmp';
    readonly device: string | false;
    /** Frames to throw away first; 0 for none. */
    readonly skip: number;
  }

  export interface Webcam {
    /** The program; on Windows a whole path in quotes. */
    readonly bin: string;
    /** The shell line of a shot; nothing in it is escaped. */
    generateSh(location: string): string;
    /** "No webcam found", if what the program said on stderr means that. */
    runCaptureValidations?(words: string): Error | null;
  }

  const NodeWebcam: {
    readonly Factory: {
      /** By the names of `process.platform`; throws for one that it does not know. */
      create(options: WebcamOptions, platform: string): Webcam;
      readonly Types: Readonly<Record<string, unknown>>;
    };
  };
  export default NodeWebcam;
}
