/**
 * Silences the AWS SDK's warning at every start that its releases of 2027 need Node 22: versions are pinned
 * here. Import this module before any SDK client.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
