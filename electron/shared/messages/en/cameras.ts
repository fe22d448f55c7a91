/** Cameras: those of the page itself and those of the system's programs. */
export const cameras = {
  'doing/looking-for-cameras': 'looking for cameras',
  'doing/taking-pictures': 'taking pictures',
  'doing/taking-frame': 'taking frame {frame} of {frames}',

  'camera/none': '{problem}; {hint}',
  'part/no-camera': 'no camera is connected',
  'part/no-camera-node': 'no camera is connected (there is no {node} or the like)',
  'part/connect-camera': 'connect one and try again.',
  'part/connect-camera-or-draw': 'connect one and try again, or use the test picture.',

  'camera/denied': '{problem}; {hint}',
  'part/camera-not-allowed': 'this user may not use {device}',
  'part/camera-blocked': 'the system blocks the camera',
  'part/join-camera-group':
    "join the group of the cameras with 'sudo usermod -aG video $USER' and log in again.",
  'part/allow-camera': 'allow it in the privacy settings of the system.',

  'camera/busy': '{problem}',
  'part/the-camera': 'the camera',
  'part/camera-in-use':
    'another program is using {device}; close it (a video call, a browser tab) and try again.',
  'part/burst-under-way': 'another burst of this window is still under way; wait for its end or cancel it.',

  'camera/unknown-device': '{problem}; {hint}',
  'part/no-camera-name': '"{name}" is not the name of a camera',
  'part/no-such-camera': 'there is no camera "{name}"',
  'part/camera-gone-from-list': 'the chosen camera is not connected any more',
  'part/cameras-are': 'this machine has {cameras}.',
  'part/choose-listed-camera': 'choose one that the list of cameras has.',
  'part/choose-listed-camera-or-draw': 'choose one that the list of cameras has.',

  'camera/tool-missing': '{problem}; {hint}',
  'part/no-camera-program': 'there is no program for cameras on this system ({platform})',
  'part/camera-program-missing': 'the program {program}, which takes the pictures, is not installed',
  'part/camera-program-fails': '{program} cannot be started ({why})',
  'part/take-otherwise': 'take the pictures by other means and open their files.',
  'part/install-with': "install it, for example with '{command}', or use the live camera.",
  'part/install-again': 'install it again.',

  'camera/bad-options': '{what} is {value}; give a whole number from {lowest} to {highest}.',
  'part/frame-count': 'the number of frames',
  'part/frame-interval': 'the time between frames in ms',
  'part/frame-width': 'the width',
  'part/frame-height': 'the height',

  'camera/lost': 'the camera was unplugged or taken away; plug it in and try again.',
  'camera/no-frame': 'the camera is on but sends no picture; unplug it, plug it in again and try again.',

  'camera/failed': '{problem}',
  'part/camera-does-not-open':
    'the camera does not answer; pull it out and put it in again, or choose another camera.',
  'part/camera-gave-nothing': 'the camera gave no picture; try again, or choose another camera.',
  'part/camera-not-tried': {
    one: 'not tried, because {device} did not answer {count} time; unplug it and plug it in again.',
    other: 'not tried, because {device} did not answer {count} times; unplug it and plug it in again.',
  },
  'part/camera-silent':
    '{device} gave no picture within {seconds} s; unplug it, plug it in again and close other programs that use it.',
  'part/camera-program-silent': '{program} does not answer; try again.',
  'part/frame-undecodable': 'what the camera gave cannot be decoded; try again, or try a smaller size.',
  'part/frame-cut': 'the picture is cut off or damaged; try again, or try a smaller size.',
  'part/camera-gone': '{device} is gone; plug the camera in again and try again.',
  'part/camera-sends-nothing':
    '{device} opens but sends no picture; unplug it, plug it in again or try a smaller size.',
  'part/not-a-camera':
    '{device} is not a camera, or not one that {program} can read; choose another from the list of cameras.',
  'part/frame-failed': '{finding}; try again, or choose another camera or size.',
  'part/frame-failed-saying':
    '{finding} ({program} says: {words}); try again, or choose another camera or size.',
  'part/frame-not-written': 'no picture was written',
  'part/frame-no-picture': 'what was written is no picture',
  'part/frame-old': 'an old picture was given for a new one',
  'part/frame-empty': 'the picture is empty',
  'part/frame-unreadable': 'the picture cannot be read ({why})',
  'part/no-temporary-folder':
    'no folder for temporary files can be made ({why}); make room, or set TMPDIR to a folder that you may write to.',

  'note/no-camera': 'no camera is connected; the test picture needs none.',
  'note/black-frames': '{black} of {frames} frames are black; is the camera covered, or the room dark?',
  'note/other-frame-size': 'the camera gave {width} x {height} pixels, not {wantedWidth} x {wantedHeight}.',
} as const;
