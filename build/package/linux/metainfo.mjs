import { modelMimeTypes, pictureTypes } from '../file-types.mjs';

/** Begins as electron-builder's appId does. */
export const COMPONENT_ID = 'app.featurescope.featurescope';

/**
 * What software centres show (AppStream). No screenshots: they would have to lie on a server.
 * @param {string} version
 * @param {number} epoch  moment of the release, in seconds
 */
export function metainfo(version, epoch) {
  const types = [...modelMimeTypes, ...new Set(pictureTypes.map(({ mimeType }) => mimeType))];
  const date = new Date(epoch * 1000).toISOString().slice(0, 10);
  return `<?xml version="1.0" encoding="UTF-8"?>
<component type="desktop-application">
  <id>${COMPONENT_ID}</id>
  <name>Featurescope</name>
  <summary>Shows what a convolutional network sees</summary>
  <summary xml:lang="zh_CN">查看卷积网络所见</summary>
  <metadata_license>MIT</metadata_license>
  <project_license>MIT</project_license>
  <developer_name>Featurescope developers</developer_name>
  <description>
    <p>
      For a picture and a Keras model: the predictions, the feature maps of every layer and hypercolumns, side by side, from
      one pass of the network. Pictures stay on this computer.
    </p>
    <p xml:lang="zh_CN">针对一张图片和一个 Keras 模型：预测、每一层的特征图和超列并排显示，只需网络的一次前向计算。图片不会离开本机。</p>
    <ul>
      <li>Opens .keras, .h5 and TensorFlow.js models; one is included</li>
      <li xml:lang="zh_CN">可打开 .keras、.h5 和 TensorFlow.js 模型，自带一个模型</li>
      <li>Takes pictures from files, the clipboard or five frames of a webcam</li>
      <li xml:lang="zh_CN">图片来自文件、剪贴板或摄像头的五帧</li>
      <li>Does the same on the command line</li>
      <li xml:lang="zh_CN">命令行可完成同样的工作</li>
    </ul>
  </description>
  <launchable type="desktop-id">featurescope.desktop</launchable>
  <icon type="stock">featurescope</icon>
  <categories>
    <category>Science</category>
    <category>Education</category>
    <category>ArtificialIntelligence</category>
  </categories>
  <provides>
    <binary>featurescope</binary>
${types.map((type) => `    <mediatype>${type}</mediatype>`).join('\n')}
  </provides>
  <content_rating type="oars-1.1" />
  <releases>
    <release version="${version}" date="${date}" />
  </releases>
</component>
`;
}
