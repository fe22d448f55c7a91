#!/bin/sh
# Makes test/fixtures/keras-layers again. Usage: make-layer-cases.sh PYTHON, with the versions of requirements-keras2.txt.
set -eu
cd "$(dirname "$0")"
target=../fixtures/keras-layers
# Models that an older Keras or another program wrote stay; what they give is computed again.
kept="k2-rnn-h5 k3-rnn-keras"
aside=$(mktemp -d)
for name in $kept k2-lzf.h5; do
  mv "$target/$name" "$aside"
done
rm -rf "$target"
mv "$aside" "$target"
chmod 755 "$target"
for name in $kept; do
  "$1" kept_files.py "$target/$name"
done
"$1" layers_keras3.py "$target"
"$1" layers_keras2.py "$target" --layers-only
"$1" cudnn_models.py "$target"
# TensorFlow has these on a CPU only with oneDNN.
TF_ENABLE_ONEDNN_OPTS=1 "$1" layers_keras3.py "$target" dilated_transposed
TF_ENABLE_ONEDNN_OPTS=1 "$1" layers_keras2.py "$target" dilated_transposed
# Keras 3 cannot read its own bfloat16 from .h5.
rm -rf "$target/k3-half_stored-h5"
# One file format is enough where both hold the same.
for name in activations any_size class_token convolutions four_channels grey merges mixed_precision normalizations poolings shapes steps_1d inference_only causal_and_constant gated more_operations array_settings called_in_training fixed_batch input_uint8 input_int8 input_int32 input_bool parts_of_applications seldom_functions dilated_transposed each_open_step recurrent conv_lstm recurrent_any_size stateful masked_recurrent masked_joins masked_embedding; do
  rm -rf "$target/k3-$name-h5"
done
for name in activations any_size convolutions half_stored partly_frozen pooled_pyramid mixed_precision normalizations sequential_with_input input_uint8 input_int32 parts_of_applications seldom_functions dilated_transposed each_open_step recurrent recurrent_cells bidirectional conv_lstm recurrent_any_size stateful time_major masked_recurrent masked_joins masked_attention masked_embedding computed_open_sizes each_step_in_training; do
  rm -rf "$target/k2-$name-keras"
done
