import { modelMimeTypes, pictureTypes } from '../file-types.mjs';

/**
 * The desktop entry of an installed package.
 * @param {string} command  what starts the app
 */
export function desktopEntry(command) {
  const types = [...modelMimeTypes, ...new Set(pictureTypes.map(({ mimeType }) => mimeType))];
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Featurescope',
    'GenericName=Feature map viewer',
    'GenericName[zh_CN]=特征图查看器',
    'Comment=Shows what a convolutional network sees: predictions, feature maps and hypercolumns',
    'Comment[zh_CN]=查看卷积网络所见：预测、特征图与超列',
    `Exec=${command} %F`,
    'Icon=featurescope',
    'Terminal=false',
    'StartupNotify=true',
    'StartupWMClass=featurescope',
    'Categories=Science;Education;ArtificialIntelligence;Graphics;Viewer;',
    'Keywords=Keras;CNN;TensorFlow;neural network;feature map;hypercolumn;',
    `MimeType=${types.join(';')};`,
  ];
  return `${lines.join('\n')}\n`;
}
